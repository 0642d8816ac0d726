{{%AUTOESCAPE context="HTML"}}<p class="lead">{{T_ABOUT_API_TEXT}}</p>
<section aria-labelledby="endings-title"><h2 id="endings-title">{{T_ABOUT_API_FILES}}</h2>
<p>{{T_ABOUT_API_FILES_TEXT}}</p>
<ul>
<li><code>/leas/27661590000000.csv</code></li>
<li><code>/schools/27661596026519/2024.json</code></li>
<li><code>/leas/27661590000000/five-by-five/chronic.xlsx</code></li>
<li><code>/search.json?q=salinas</code></li>
</ul></section>
<section aria-labelledby="rpc-title"><h2 id="rpc-title">{{T_ABOUT_API_RPC}}</h2>
<p>{{T_ABOUT_API_RPC_TEXT}} <a href="/openapi.json">openapi.json</a></p>
<pre><code>curl -H 'Content-Type: application/json' -d '{"name": "entities/27661590000000/reports/2024"}' https://.../sos.reporting.v1.ReportingService/GetReport</code></pre>
{{#SERVICE}}<h3 class="code">{{NAME}}</h3>
<ul>
{{#METHOD}}<li><span class="code">{{NAME}}</span></li>
{{/METHOD}}
</ul>
{{/SERVICE}}
</section>
