{{%AUTOESCAPE context="XML"}}<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{WIDTH}} {{HEIGHT}}" width="{{WIDTH}}" height="{{HEIGHT}}" font-family="sans-serif" role="img" aria-labelledby="title description">
<title id="title">{{TITLE}}</title>
<desc id="description">{{DESCRIPTION}}</desc>
<style>.f-red{fill:#b3261e}.f-orange{fill:#f08a24}.f-yellow{fill:#f5d547}.f-green{fill:#2a7448}.f-blue{fill:#1f5fbf}.f-none{fill:#fff;stroke:#6b7280}.f-soft{fill:#e5e9f0}.f-strong{fill:#1f3a5f}.f-line{fill:none;stroke:#6b7280}.f-flow{fill:#6b7280;fill-opacity:.35}.t-red,.t-green,.t-blue,.t-strong{fill:#fff}.t-plain,.t-orange,.t-yellow,.t-none{fill:#1b1d20}</style>
<rect width="100%" height="100%" fill="#fff"/>
{{#SHAPE}}{{#RECT}}<rect class="f-{{CLASS}}" x="{{X}}" y="{{Y}}" width="{{WIDTH}}" height="{{HEIGHT}}"/>{{/RECT}}{{#TEXT}}<text class="t-{{CLASS}}" x="{{X}}" y="{{Y}}" font-size="{{SIZE}}" text-anchor="{{ANCHOR}}" font-weight="{{WEIGHT}}">{{TEXT}}</text>{{/TEXT}}{{#PATH}}<path class="f-{{CLASS}}" d="{{D}}"/>{{/PATH}}{{#DOT}}<circle class="f-{{CLASS}}" cx="{{X}}" cy="{{Y}}" r="{{RADIUS}}"/>{{/DOT}}
{{/SHAPE}}</svg>
