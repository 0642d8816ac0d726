{{%AUTOESCAPE context="HTML"}}<p class="lead">{{TEXT}}</p>
{{#NEAR}}<h2>{{T_NEAR_TITLE}}</h2>
<ul class="matches">
{{#MATCH}}<li><a href="{{URL}}">{{NAME}}</a> <span>{{LINE}}</span></li>
{{/MATCH}}
</ul>
{{/NEAR}}
{{#YEARS}}<h2>{{T_OTHER_YEARS}}</h2>
<ul>
{{#YEAR}}<li><a href="{{URL}}">{{TEXT}}</a></li>
{{/YEAR}}
</ul>
{{/YEARS}}
<p><a href="{{HOME_URL}}">{{T_ERROR_HOME}}</a></p>
