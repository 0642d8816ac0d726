{{%AUTOESCAPE context="HTML"}}<p class="lead">{{TEXT}}</p>
<p>{{DIRECTION}}</p>
{{#BOOK}}<section aria-labelledby="rules-title"><h2 id="rules-title">{{HEADING}}</h2>
<dl class="pair">
{{#SIZE}}<dt>{{NAME}}</dt><dd>{{TEXT}}</dd>
{{/SIZE}}
</dl>
{{#TABLE}}<h3>{{TITLE}}</h3>
{{#DESCRIPTION}}<p lang="en">{{TEXT}}</p>
{{/DESCRIPTION}}
<table><caption>{{T_CUTS_CAPTION}}</caption>
<thead><tr><th scope="col">{{T_LEVEL}}</th><th scope="col" class="number">{{T_FROM}}</th><th scope="col" class="number">{{T_TO}}</th></tr></thead>
<tbody>{{#STATUS}}<tr><th scope="row">{{NAME}}</th><td class="number">{{FROM}}</td><td class="number">{{TO}}</td></tr>
{{/STATUS}}</tbody></table>
{{#CHANGES}}<table><caption>{{T_CHANGE_CUTS_CAPTION}}</caption>
<thead><tr><th scope="col">{{T_LEVEL}}</th><th scope="col" class="number">{{T_FROM}}</th><th scope="col" class="number">{{T_TO}}</th></tr></thead>
<tbody>{{#CHANGE}}<tr><th scope="row">{{NAME}}</th><td class="number">{{FROM}}</td><td class="number">{{TO}}</td></tr>
{{/CHANGE}}</tbody></table>
{{/CHANGES}}
{{#GRID}}{{>GRID_TABLE}}{{/GRID}}
{{#SOURCE}}<p class="quiet-text">{{T_SOURCE}}: <span lang="en">{{TEXT}}</span></p>
{{/SOURCE}}
{{/TABLE}}
</section>
{{/BOOK}}
<nav aria-label="{{T_INDICATORS}}"><h2>{{T_INDICATORS}}</h2><ul class="columns">
{{#OTHER}}<li><a href="{{URL}}">{{TEXT}}</a></li>
{{/OTHER}}
</ul></nav>
