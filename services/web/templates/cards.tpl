{{%AUTOESCAPE context="HTML"}}<ul class="cards">
{{#CARD}}<li class="t-{{CLASS}}"><h3><a href="{{URL}}">{{NAME}}</a></h3>
<div>{{>CELL}}</div>
{{#SENTENCE}}<p>{{TEXT}}</p>
{{/SENTENCE}}{{#NOTE}}<p><strong>{{TEXT}}</strong></p>
{{/NOTE}}</li>
{{/CARD}}
</ul>
