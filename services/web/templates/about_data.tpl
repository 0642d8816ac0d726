{{%AUTOESCAPE context="HTML"}}<p class="lead">{{T_ABOUT_DATA_TEXT}}</p>
<p>{{REVISION}}</p>
<section aria-labelledby="releases-title"><h2 id="releases-title">{{T_RELEASES_TITLE}}</h2>
{{#NO_RELEASE}}<p>{{T_RELEASES_NONE}}</p>
{{/NO_RELEASE}}
<ul>
{{#RELEASE}}<li><strong class="code">{{NAME}}</strong>, {{DAY}}{{#TEXT}}: {{TEXT}}{{/TEXT}}</li>
{{/RELEASE}}
</ul></section>
<section aria-labelledby="files-title"><h2 id="files-title">{{T_LOADED_TITLE}}</h2>
{{#YEAR}}<h3>{{TITLE}}</h3>
<table class="rows"><caption>{{CAPTION}}</caption>
<thead><tr><th scope="col">{{T_FILE}}</th><th scope="col">{{T_LOADED}}</th><th scope="col">{{T_COVERS}}</th><th scope="col">{{T_DIGEST}}</th></tr></thead>
<tbody>
{{#FILE}}<tr><th scope="row" class="code">{{NAME}}</th><td><span class="label">{{T_LOADED}}: </span>{{DAY}}</td><td><span class="label">{{T_COVERS}}: </span>{{COVERS}}</td><td class="code"><span class="label">{{T_DIGEST}}: </span>{{DIGEST}}</td></tr>
{{/FILE}}
</tbody></table>
{{/YEAR}}
</section>
