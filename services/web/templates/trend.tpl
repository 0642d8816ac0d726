{{%AUTOESCAPE context="HTML"}}<div class="trend">
<svg viewBox="0 0 {{WIDTH}} {{HEIGHT}}" role="img" aria-label="{{ALT}}">{{#GAP}}<rect class="gap" x="{{X}}" y="6" width="{{W}}" height="{{H}}"></rect>{{/GAP}}{{#LINE}}<line x1="{{X1}}" y1="{{Y1}}" x2="{{X2}}" y2="{{Y2}}"></line>{{/LINE}}{{#DOT}}<circle class="f-{{CLASS}}" cx="{{X}}" cy="{{Y}}" r="9"></circle>{{/DOT}}</svg>
<ol aria-hidden="true">{{#LABEL}}<li>{{YEAR}}</li>{{/LABEL}}</ol>
</div>
