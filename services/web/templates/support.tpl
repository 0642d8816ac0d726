{{%AUTOESCAPE context="HTML"}}{{#LEAD}}<div class="lead"><ul>
{{#SENTENCE}}<li>{{TEXT}}</li>
{{/SENTENCE}}
</ul></div>
{{/LEAD}}
<p><a href="{{ABOUT_URL}}">{{T_SUPPORT_ABOUT}}</a></p>
{{#NONE}}<p>{{T_SUPPORT_NONE}}</p>
{{/NONE}}
{{#PROGRAM}}<section aria-labelledby="{{ID}}"><h2 id="{{ID}}">{{LABEL}}</h2>
<p class="result-line"><strong>{{OUTCOME}}</strong>{{#STATUS}} <span class="quiet-text">({{TEXT}})</span>{{/STATUS}}</p>
{{#SENTENCES}}<ul>
{{#SENTENCE}}<li>{{TEXT}}</li>
{{/SENTENCE}}
</ul>
{{/SENTENCES}}
{{#GAPS}}<h3>{{T_GAPS_TITLE}}</h3>
<ul>
{{#GAP}}<li>{{TEXT}}</li>
{{/GAP}}
</ul>
{{/GAPS}}
{{#NEAREST}}<h3>{{T_NEAREST_TITLE}}</h3>
<p>{{TEXT}}</p>
<p class="screen"><a href="{{URL}}">{{T_RESULT_WHATIF_LINK}}</a></p>
{{/NEAREST}}
{{#HISTORY}}<h3>{{T_HISTORY_TITLE}}</h3>
<table class="rows"><caption>{{CAPTION}}</caption>
<thead><tr><th scope="col">{{T_YEAR}}</th><th scope="col">{{T_SUPPORT}}</th><th scope="col">{{T_GROUPS}}</th></tr></thead>
<tbody>
{{#YEAR}}<tr><th scope="row">{{YEAR}}</th><td>{{OUTCOME}}{{#STATUS}} <span class="quiet-text">({{TEXT}})</span>{{/STATUS}}</td><td>{{#GROUPS}}<span class="label">{{T_GROUPS}}: </span>{{TEXT}}{{/GROUPS}}</td></tr>
{{/YEAR}}
</tbody></table>
{{/HISTORY}}
</section>
{{/PROGRAM}}
