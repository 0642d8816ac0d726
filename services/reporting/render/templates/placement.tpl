{{%AUTOESCAPE context="HTML"}}<h2 id="grid">Five-by-five placement</h2>
<svg role="img" aria-labelledby="grid-title grid-desc" viewBox="0 0 900 440" width="900">
<title id="grid-title">The five-by-five grid with the number of members in each cell</title>
<desc id="grid-desc">Rows are status levels, best on top; columns are change levels, best on the right. The table below names the members.</desc>
{{#COLUMN}}<text x="{{X}}" y="20" font-size="13" text-anchor="middle">change {{LEVEL}}</text>
{{/COLUMN}}{{#ROW}}<text x="0" y="{{Y}}" font-size="13">status {{LEVEL}}</text>
{{/ROW}}{{#CELL}}<g><title>{{WORDS}}</title><rect class="c-{{COLOR}}" x="{{X}}" y="{{Y}}" width="155" height="76" stroke="#555"/><text class="t-{{COLOR}}" x="{{TX}}" y="{{TY}}" font-size="18" text-anchor="middle">{{TEXT}}</text></g>
{{/CELL}}</svg>
<table>
<caption>Members of each cell</caption>
<thead><tr><th scope="col">Status level</th><th scope="col">Change level</th><th scope="col">Color</th><th scope="col">Members</th></tr></thead>
<tbody>
{{#MEMBERS}}<tr><td class="n">{{STATUS}}</td><td class="n">{{CHANGE}}</td><td>{{COLOR}}</td><td>{{NAMES}}</td></tr>
{{/MEMBERS}}</tbody>
</table>
{{#UNPLACED}}<h2 id="unplaced">No cell</h2>
<p>Too few students, or no change: {{NAMES}}</p>
{{/UNPLACED}}
