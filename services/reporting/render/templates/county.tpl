{{%AUTOESCAPE context="HTML"}}<h2 id="eligible">Eligible LEAs</h2>
<p>{{SUMMARY}}</p>
<table>
<caption>LEAs eligible for differentiated assistance</caption>
<thead><tr><th scope="col">LEA</th><th scope="col">Status</th><th scope="col">Student groups</th><th scope="col">Supporter</th></tr></thead>
<tbody>
{{#LEA}}<tr><th scope="row">{{NAME}}</th><td>{{STATUS}}</td><td>{{GROUPS}}</td><td>{{SUPPORTER}}</td></tr>
{{/LEA}}</tbody>
</table>
{{#UNDECIDED}}<h2 id="undecided">Undecided</h2>
<ul>
{{#UNDECIDED_LEA}}<li>{{NAME}}: {{REASONS}}</li>
{{/UNDECIDED_LEA}}</ul>
{{/UNDECIDED}}
