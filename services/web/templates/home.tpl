{{%AUTOESCAPE context="HTML"}}<p class="result-line">{{T_HOME_TEXT}}</p>
<form class="home-find" action="/search" method="get">
{{#KEPT}}<input type="hidden" name="{{NAME}}" value="{{VALUE}}">
{{/KEPT}}
<label for="home-q">{{T_HOME_SEARCH}}</label>
<div class="combo" data-suggest><input id="home-q" name="q" type="search" maxlength="100" autocomplete="off" placeholder="{{T_SEARCH_HINT}}"></div>
<button type="submit">{{T_SEARCH_BUTTON}}</button>
</form>
{{#EMPTY}}<div class="lead"><p>{{T_HOME_EMPTY}}</p></div>
{{/EMPTY}}
{{#STATE}}<section aria-labelledby="state-title"><h2 id="state-title">{{HEADING}}</h2>
{{#LEAD}}<div class="lead"><ul>
{{#SENTENCE}}<li>{{TEXT}}</li>
{{/SENTENCE}}
</ul></div>
{{/LEAD}}
{{>CARDS}}
<p><a href="{{URL}}">{{T_HOME_STATE_LINK}}</a></p></section>
{{/STATE}}
{{#COUNTIES}}<section aria-labelledby="counties-title"><h2 id="counties-title">{{T_COUNTIES_TITLE}}</h2>
<ul class="columns">
{{#COUNTY}}<li><a href="{{URL}}">{{TEXT}}</a></li>
{{/COUNTY}}
</ul></section>
{{/COUNTIES}}
{{#LOADED}}<section aria-labelledby="loaded-title"><h2 id="loaded-title">{{T_LOADED_TITLE}}</h2>
<p>{{TEXT}}</p>
<p><a href="{{URL}}">{{T_LOADED_LINK}}</a></p></section>
{{/LOADED}}
