{{%AUTOESCAPE context="HTML"}}<p class="lead">{{T_ABOUT_DATAQUEST_TEXT}}</p>
<table class="rows"><caption>{{T_ABOUT_DATAQUEST_CAPTION}}</caption>
<thead><tr><th scope="col">{{T_DATAQUEST_TOPIC}}</th><th scope="col">{{T_DATAQUEST_HERE}}</th><th scope="col">{{T_DATAQUEST_THERE}}</th><th scope="col">{{T_DATAQUEST_SOURCE}}</th></tr></thead>
<tbody>
{{#ROW}}<tr><th scope="row">{{TOPIC}}</th><td><span class="label">{{T_DATAQUEST_HERE}}: </span>{{HERE}}</td><td><span class="label">{{T_DATAQUEST_THERE}}: </span>{{THERE}}</td><td><span class="label">{{T_DATAQUEST_SOURCE}}: </span><a href="{{URL}}">{{T_DATAQUEST_PAGE}}: {{TOPIC}}</a></td></tr>
{{/ROW}}
</tbody></table>
<p>{{T_ABOUT_DATAQUEST_ADVICE}}</p>
