{{%AUTOESCAPE context="HTML"}}<div class="lead">
<p class="result-line">{{>CELL}}</p>
{{#SENTENCE}}<p>{{TEXT}}</p>
{{/SENTENCE}}{{#NEXT}}<p>{{TEXT}}</p>
{{/NEXT}}{{#FRAGILITY}}<p>{{TEXT}}</p>
{{/FRAGILITY}}{{#NOTE}}<p><strong>{{TEXT}}</strong></p>
{{/NOTE}}
</div>
{{#NUMBERS}}<section aria-labelledby="numbers-title"><h2 id="numbers-title">{{T_NUMBERS_TITLE}}</h2>
<dl class="pair">
{{#NUMBER}}<dt>{{NAME}}</dt><dd>{{TEXT}}</dd>
{{/NUMBER}}
</dl></section>
{{/NUMBERS}}
{{#GRID}}<section aria-labelledby="grid-title"><h2 id="grid-title">{{T_RESULT_GRID_TITLE}}</h2>
<p>{{T_RESULT_GRID_TEXT}}</p>
{{>TABLE}}
</section>
{{/GRID}}
{{#STEPS}}<section aria-labelledby="steps-title"><h2 id="steps-title">{{T_STEPS_TITLE}}</h2>
<ol>
{{#STEP}}<li>{{TEXT}}{{#SOURCE}} <span class="quiet-text" lang="en">({{TEXT}})</span>{{/SOURCE}}</li>
{{/STEP}}
</ol></section>
{{/STEPS}}
<p><a href="{{INDICATOR_URL}}">{{T_RESULT_INDICATOR_LINK}}</a></p>
{{#WHATIF}}<p><a href="{{URL}}">{{T_RESULT_WHATIF_LINK}}</a></p>
{{/WHATIF}}
