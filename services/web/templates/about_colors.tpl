{{%AUTOESCAPE context="HTML"}}<p class="lead">{{T_ABOUT_COLORS_TEXT}}</p>
<section aria-labelledby="colors-title"><h2 id="colors-title">{{T_ABOUT_COLORS_EACH}}</h2>
<ul class="cards">
{{#COLOR}}<li class="t-{{CLASS}}"><div>{{>CELL}}</div><p>{{TEXT}}</p></li>
{{/COLOR}}
</ul></section>
<section aria-labelledby="grid-title"><h2 id="grid-title">{{T_FIVE_BY_FIVE}}</h2>
<p>{{T_ABOUT_COLORS_GRID}}</p>
{{#GRID}}{{>TABLE}}{{/GRID}}</section>
<section aria-labelledby="masked-title"><h2 id="masked-title">{{T_ABOUT_MASKED_TITLE}}</h2>
<p>{{T_ABOUT_MASKED_TEXT}}</p></section>
<section aria-labelledby="absent-title"><h2 id="absent-title">{{T_ABOUT_ABSENT_TITLE}}</h2>
<p>{{T_ABOUT_ABSENT_TEXT}}</p></section>
<nav aria-label="{{T_INDICATORS}}"><h2>{{T_INDICATORS}}</h2><ul class="columns">
{{#OTHER}}<li><a href="{{URL}}">{{TEXT}}</a></li>
{{/OTHER}}
</ul></nav>
