{{%AUTOESCAPE context="HTML"}}{{#LEAD}}<div class="lead"><ul>
{{#SENTENCE}}<li>{{TEXT}}</li>
{{/SENTENCE}}
</ul></div>
{{/LEAD}}
<p><a href="{{ABOUT_URL}}">{{T_INDICATOR_ABOUT}}</a></p>
{{#GAPS}}<p><a href="{{URL}}">{{TEXT}}</a></p>
{{/GAPS}}
<section aria-labelledby="groups-title"><h2 id="groups-title">{{T_INDICATOR_GROUPS}}</h2>
{{#BARS_NOTE}}<p>{{TEXT}}</p>
{{/BARS_NOTE}}
<table class="rows">
<caption>{{CAPTION}}</caption>
<thead><tr><th scope="col">{{T_GROUP}}</th><th scope="col">{{T_RESULT}}</th><th scope="col" class="bar-cell">{{T_BAR}}</th></tr></thead>
<tbody>
{{#GROUP}}<tr><th scope="row"><a href="{{URL}}">{{NAME}}</a></th>
<td>{{>CELL}}{{#SENTENCE}}<p>{{TEXT}}</p>{{/SENTENCE}}{{#NEXT}}<p><em>{{TEXT}}</em></p>{{/NEXT}}{{#NOTE}}<p><strong>{{TEXT}}</strong></p>{{/NOTE}}</td>
<td class="bar-cell">{{#BAR}}<svg class="bar" viewBox="0 0 1000 24" preserveAspectRatio="none" aria-hidden="true" focusable="false">{{#BAND}}<rect class="b{{LEVEL}}" x="{{X}}" y="0" width="{{WIDTH}}" height="24"></rect>{{/BAND}}{{#EDGE}}<rect class="edge" x="{{X}}" y="0" width="3" height="24"></rect>{{/EDGE}}<rect class="value f-{{CLASS}}" x="{{X}}" y="6" width="{{WIDTH}}" height="12"></rect></svg>{{/BAR}}</td></tr>
{{/GROUP}}
</tbody></table>
{{#CUTS}}<details><summary>{{T_CUTS_TITLE}}</summary>
<table><caption>{{T_CUTS_CAPTION}}</caption>
<thead><tr><th scope="col">{{T_LEVEL}}</th><th scope="col" class="number">{{T_FROM}}</th><th scope="col" class="number">{{T_TO}}</th></tr></thead>
<tbody>
{{#CUT}}<tr><th scope="row">{{NAME}}</th><td class="number">{{FROM}}</td><td class="number">{{TO}}</td></tr>
{{/CUT}}
</tbody></table></details>
{{/CUTS}}
<p><a href="{{GRID_URL}}">{{T_GRID_LINK}}</a></p>
</section>
{{#TREND}}<section aria-labelledby="trend-title"><h2 id="trend-title">{{T_TREND_TITLE}}</h2>
{{>CHART}}
<table class="rows">
<caption>{{T_TREND_CAPTION}}</caption>
<thead><tr><th scope="col">{{T_YEAR}}</th><th scope="col">{{T_RESULT}}</th></tr></thead>
<tbody>
{{#POINT}}<tr><th scope="row">{{YEAR}}</th><td>{{#SHOWN}}{{>CELL}}{{/SHOWN}}{{#NOTE}} <span class="quiet-text">{{TEXT}}</span>{{/NOTE}}</td></tr>
{{/POINT}}
</tbody></table></section>
{{/TREND}}
{{#MEMBERS}}<section aria-labelledby="members-title"><h2 id="members-title">{{HEADING}}</h2>
{{#WITHHELD}}<p>{{TEXT}}</p>
{{/WITHHELD}}
<table class="rows">
<caption>{{CAPTION}}</caption>
<thead><tr><th scope="col">{{T_NAME}}</th><th scope="col">{{T_RESULT}}</th><th scope="col" class="bar-cell">{{T_BAR}}</th></tr></thead>
<tbody>
{{#MEMBER}}<tr><th scope="row"><a href="{{URL}}">{{NAME}}</a></th><td>{{>CELL}}</td><td class="bar-cell">{{#BAR}}<svg class="bar" viewBox="0 0 1000 24" preserveAspectRatio="none" aria-hidden="true" focusable="false">{{#BAND}}<rect class="b{{LEVEL}}" x="{{X}}" y="0" width="{{WIDTH}}" height="24"></rect>{{/BAND}}{{#EDGE}}<rect class="edge" x="{{X}}" y="0" width="3" height="24"></rect>{{/EDGE}}<rect class="value f-{{CLASS}}" x="{{X}}" y="6" width="{{WIDTH}}" height="12"></rect></svg>{{/BAR}}</td></tr>
{{/MEMBER}}
</tbody></table></section>
{{/MEMBERS}}
