{{%AUTOESCAPE context="XML"}}<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{WIDTH}} {{HEIGHT_ALL}}" width="{{WIDTH}}" height="{{HEIGHT_ALL}}" font-family="sans-serif" font-size="13">
<title>{{ALT}}</title>
<style>.f-red{fill:#b3261e}.f-orange{fill:#f08a24}.f-yellow{fill:#f5d547}.f-green{fill:#2a7448}.f-blue{fill:#1f5fbf}.f-none{fill:#fff}line,circle{stroke:#1b1d20;stroke-width:2}.gap{fill:#f1f4f8;stroke:#6b7280;stroke-dasharray:4 4}</style>
<rect width="100%" height="100%" fill="#fff"/>
<text x="12" y="22" font-size="16" font-weight="bold">{{HEADING}}</text>
<g transform="translate(0 40)">
{{#GAP}}<rect class="gap" x="{{X}}" y="6" width="{{W}}" height="{{H}}"/>
{{/GAP}}{{#LINE}}<line x1="{{X1}}" y1="{{Y1}}" x2="{{X2}}" y2="{{Y2}}"/>
{{/LINE}}{{#DOT}}<circle class="f-{{CLASS}}" cx="{{X}}" cy="{{Y}}" r="9"/><text x="{{X}}" y="{{TY}}" text-anchor="middle">{{TEXT}}</text>
{{/DOT}}{{#LABEL}}<text x="{{X}}" y="{{Y}}" text-anchor="middle">{{YEAR}}</text>{{#BELOW}}<text x="{{X}}" y="{{Y}}" text-anchor="middle" font-size="11">{{TEXT}}</text>{{/BELOW}}
{{/LABEL}}</g>
<text x="12" y="{{FOOT_Y}}" font-size="11">{{FOOT}}</text>
</svg>
