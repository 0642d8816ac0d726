{{%AUTOESCAPE context="XML"}}<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 480" width="960" height="480" font-family="sans-serif" font-size="13">
<title>{{ALT}}</title>
<style>.c-red{fill:#b3261e}.c-orange{fill:#f08a24}.c-yellow{fill:#f5d547}.c-green{fill:#2a7448}.c-blue{fill:#1f5fbf}.c-none{fill:#fff}.t-red,.t-green,.t-blue{fill:#fff}.t-orange,.t-yellow,.t-none{fill:#1b1d20}</style>
<rect width="100%" height="100%" fill="#fff"/>
<text x="12" y="22" font-size="16" font-weight="bold">{{HEADING}}</text>
{{#CHANGE}}<text x="{{X}}" y="48" text-anchor="middle" font-size="11">{{TEXT}}</text>
{{/CHANGE}}{{#STATUS}}<text x="12" y="{{Y}}">{{TEXT}}</text>
{{/STATUS}}{{#BOX}}<rect class="c-{{CLASS}}" x="{{X}}" y="{{Y}}" width="160" height="72" stroke="#6b7280"/><text class="t-{{CLASS}}" x="{{TX}}" y="{{TY}}" text-anchor="middle">{{COLOR}}</text><text class="t-{{CLASS}}" x="{{TX}}" y="{{NY}}" text-anchor="middle" font-size="20" font-weight="bold">{{COUNT}}</text>
{{/BOX}}<text x="12" y="472" font-size="11">{{FOOT}}</text>
</svg>
