{{%AUTOESCAPE context="HTML"}}{{#SENTENCE}}<p>{{TEXT}}</p>
{{/SENTENCE}}{{#ELIGIBILITY}}<h2 id="eligibility">Eligibility (LCFF)</h2>
<div class="card">
<p><strong>{{STATUS}}</strong></p>
{{#SUPPORTER}}<p>Supported by: {{TEXT}}</p>
{{/SUPPORTER}}{{#MISSING}}<p>{{TEXT}}</p>
{{/MISSING}}</div>
{{#GROUPS}}<ul>
{{#GROUP}}<li>{{TEXT}}
<ul>
{{#REASON}}<li>{{TEXT}}</li>
{{/REASON}}</ul></li>
{{/GROUP}}</ul>
{{/GROUPS}}<details><summary>Every rule, met or not</summary>
<table>
<caption>Rules applied</caption>
<thead><tr><th scope="col">Rule</th><th scope="col">Group</th><th scope="col">Answer</th><th scope="col">Why</th><th scope="col">Source</th></tr></thead>
<tbody>
{{#FINDING}}<tr><td>{{RULE}}</td><td>{{GROUP}}</td><td>{{OUTCOME}}</td><td>{{DESCRIPTION}}</td><td>{{SOURCE}}</td></tr>
{{/FINDING}}</tbody>
</table>
</details>
{{/ELIGIBILITY}}{{#PROGRAM}}<h2>{{LABEL}}</h2>
<ul>
{{#SENTENCE}}<li>{{TEXT}}</li>
{{/SENTENCE}}</ul>
{{/PROGRAM}}{{#HEATMAP}}<h2 id="heat-map">Student groups and indicators</h2>
<svg role="img" aria-labelledby="heat-title heat-desc" viewBox="0 0 {{WIDTH}} {{HEIGHT}}" width="{{WIDTH}}">
<title id="heat-title">Heat map of student groups by indicator</title>
<desc id="heat-desc">Each cell shows the color with its first letter, then status and change. The table below has the same content.</desc>
{{#COLUMN}}<text x="{{X}}" y="22" font-size="13" font-weight="600" text-anchor="middle">{{LABEL}}</text>
{{/COLUMN}}{{#ROW}}<text x="0" y="{{Y}}" font-size="13">{{LABEL}}</text>
{{/ROW}}{{#CELL}}<g><title>{{WORDS}}</title><rect class="c-{{COLOR}}" x="{{X}}" y="{{Y}}" width="108" height="26" stroke="#555" stroke-width="1"/><text class="t-{{COLOR}}" x="{{TX}}" y="{{TY}}" font-size="12" text-anchor="middle">{{TEXT}}</text></g>
{{/CELL}}</svg>
<p>R Red, O Orange, Y Yellow, G Green, B Blue; L1 to L5 status level in years without colors; - no color; * masked.</p>
<details><summary>The same as a table</summary>
<table>
<caption>Results by student group and indicator</caption>
<thead><tr><th scope="col">Student group</th>{{#HEAD}}<th scope="col">{{LABEL}}</th>{{/HEAD}}</tr></thead>
<tbody>
{{#TABLEROW}}<tr><th scope="row">{{LABEL}}</th>{{#TABLECELL}}<td>{{WORDS}}</td>{{/TABLECELL}}</tr>
{{/TABLEROW}}</tbody>
</table>
</details>
{{/HEATMAP}}<h2 id="strengths">Strengths</h2>
<ul>
{{#STRENGTH}}<li>{{TEXT}}</li>
{{/STRENGTH}}</ul>
<h2 id="weaknesses">Weaknesses</h2>
<ul>
{{#WEAKNESS}}<li>{{TEXT}}</li>
{{/WEAKNESS}}</ul>
<h2 id="struggling-groups">Struggling groups</h2>
<ul>
{{#STRUGGLING}}<li>{{TEXT}}</li>
{{/STRUGGLING}}</ul>
{{#TRENDS}}<h2 id="trend">Trend, all students</h2>
<svg role="img" aria-labelledby="trend-title trend-desc" viewBox="0 0 {{WIDTH}} {{HEIGHT}}" width="{{WIDTH}}">
<title id="trend-title">Status over the years by indicator</title>
<desc id="trend-desc">One line an indicator, broken where a year has no Dashboard; hollow points are status-only years. The table below has the same content.</desc>
<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line x1="0" y1="0" x2="0" y2="6" stroke="#999" stroke-width="2"/></pattern></defs>
{{#CHART}}<text x="{{X}}" y="{{TITLE_Y}}" font-size="13" font-weight="600">{{LABEL}}</text>
{{#BREAK}}<rect x="{{X}}" y="{{Y}}" width="{{W}}" height="70" fill="url(#hatch)"/><text x="{{TX}}" y="{{TY}}" font-size="11" text-anchor="middle">no Dashboard</text>
{{/BREAK}}{{#LINE}}<line x1="{{X1}}" y1="{{Y1}}" x2="{{X2}}" y2="{{Y2}}" stroke="#333" stroke-width="2"/>
{{/LINE}}{{#POINT}}<circle class="c-{{COLOR}}" cx="{{X}}" cy="{{Y}}" r="6" stroke="#1a1a1a" stroke-width="1.5"/><text x="{{X}}" y="{{TY}}" font-size="12" text-anchor="middle">{{TEXT}}</text>
{{/POINT}}{{#YEAR}}<text x="{{X}}" y="{{Y}}" font-size="11" text-anchor="middle">{{TEXT}}</text>
{{/YEAR}}{{/CHART}}</svg>
<details><summary>The same as a table</summary>
<table>
<caption>Status of all students by year</caption>
<thead><tr><th scope="col">Indicator</th>{{#HEAD}}<th scope="col">{{LABEL}}</th>{{/HEAD}}</tr></thead>
<tbody>
{{#TABLEROW}}<tr><th scope="row">{{LABEL}}</th>{{#TABLECELL}}<td>{{WORDS}}</td>{{/TABLECELL}}</tr>
{{/TABLEROW}}</tbody>
</table>
</details>
{{/TRENDS}}
{{#FILES}}<h2 id="files">Files</h2>
<ul>
{{#FILE}}<li>{{TEXT}}</li>
{{/FILE}}</ul>
{{/FILES}}
