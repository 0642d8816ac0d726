{{%AUTOESCAPE context="HTML"}}{{#SUPPORT}}<p class="lead">{{TEXT}}</p>
{{/SUPPORT}}
{{#RESULTS}}<section aria-labelledby="results-title"><h2 id="results-title">{{T_ALL_STUDENTS_TITLE}}</h2>
{{>CARDS}}</section>
{{/RESULTS}}
<p><a href="{{REDS_URL}}">{{T_REDS_LINK}}</a></p>
<p><a href="{{TARGETS_URL}}">{{T_TARGETS_LINK}}</a></p>
<p><a href="{{CHANGES_URL}}">{{T_CHANGES_LINK}}</a></p>
<p><a href="{{GRID_URL}}">{{T_CHANGES_GRID_LINK}}</a></p>
<section aria-labelledby="leas-title"><h2 id="leas-title">{{T_LEAS_TITLE}}</h2>
<table class="rows">
<caption>{{T_LEAS_CAPTION}}</caption>
<thead><tr><th scope="col">{{T_LEA}}</th><th scope="col">{{T_SUPPORT}}</th><th scope="col">{{T_GROUPS}}</th></tr></thead>
<tbody>
{{#LEA}}<tr><th scope="row"><a href="{{URL}}">{{NAME}}</a></th><td>{{STATUS}}</td><td>{{#GROUPS}}<span class="label">{{T_GROUPS}}: </span>{{TEXT}}{{/GROUPS}}</td></tr>
{{/LEA}}
</tbody></table></section>
