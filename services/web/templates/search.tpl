{{%AUTOESCAPE context="HTML"}}{{#ASK}}<p>{{T_SEARCH_ASK}}</p>
{{/ASK}}
{{#ALIKE}}<p>{{T_SEARCH_ALIKE}}</p>
{{/ALIKE}}
{{#NONE}}<p>{{T_SEARCH_NONE}}</p>
<ul><li>{{T_SEARCH_TIP_NAME}}</li><li>{{T_SEARCH_TIP_CODE}}</li><li>{{T_SEARCH_TIP_COUNTY}}</li></ul>
{{/NONE}}
{{#MATCHES}}<ol class="matches">
{{#MATCH}}<li><a href="{{URL}}">{{NAME}}</a> <span>{{LINE}}</span></li>
{{/MATCH}}
</ol>
{{/MATCHES}}
