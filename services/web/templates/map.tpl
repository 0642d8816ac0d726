{{%AUTOESCAPE context="HTML"}}<div class="map">
<fieldset class="map-pick"><legend>{{T_MAP_PICK}}</legend>
{{#COLUMN}}<label><input type="radio" name="column" class="p{{NUMBER}}"{{#FIRST}} checked{{/FIRST}}> {{TEXT}}</label>
{{/COLUMN}}
</fieldset>
<div class="scroll" tabindex="0" role="region" aria-label="{{CAPTION}}">
<table>
<caption>{{CAPTION}}</caption>
<thead><tr><th scope="col">{{CORNER}}</th>{{#COLUMN}}<th scope="col">{{#LINK}}<a href="{{URL}}">{{/LINK}}{{#PART}}{{TEXT}}<wbr>{{/PART}}{{#LINK}}</a>{{/LINK}}</th>{{/COLUMN}}</tr></thead>
<tbody>
{{#ROW}}<tr><th scope="row">{{#ROWLINK}}<a href="{{URL}}">{{/ROWLINK}}{{TEXT}}{{#ROWLINK}}</a>{{/ROWLINK}}</th>{{#COLUMNCELL}}<td>{{#LINK}}<a href="{{URL}}">{{>CELL}}</a>{{/LINK}}{{#PLAIN}}{{>CELL}}{{/PLAIN}}</td>{{/COLUMNCELL}}</tr>
{{/ROW}}
</tbody></table></div></div>
