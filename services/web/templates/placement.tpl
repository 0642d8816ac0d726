{{%AUTOESCAPE context="HTML"}}<p>{{T_PLACEMENT_TEXT}} <a href="{{COLORS_URL}}">{{T_COLORS_LINK}}</a></p>
{{#OF}}<nav class="pills" aria-label="{{T_GRID_OF}}"><ul>
{{#ITEM}}<li><a href="{{URL}}"{{#CURRENT}} aria-current="page"{{/CURRENT}}>{{TEXT}}</a></li>
{{/ITEM}}
</ul></nav>
{{/OF}}
{{#PICK}}<nav class="pills" aria-label="{{T_INDICATOR}}"><ul>
{{#ITEM}}<li><a href="{{URL}}"{{#CURRENT}} aria-current="page"{{/CURRENT}}>{{TEXT}}</a></li>
{{/ITEM}}
</ul></nav>
{{/PICK}}
{{>TABLE}}
{{#WITHHELD}}<p>{{TEXT}}</p>
{{/WITHHELD}}
{{#UNPLACED}}<section aria-labelledby="unplaced-title"><h2 id="unplaced-title">{{T_UNPLACED_TITLE}}</h2>
<p>{{T_UNPLACED_TEXT}}</p>
<ul class="columns">{{#NAME}}<li>{{TEXT}}</li>{{/NAME}}</ul></section>
{{/UNPLACED}}
