{{%AUTOESCAPE context="HTML"}}<p>{{T_GROUPS_TEXT}} <a href="{{COLORS_URL}}">{{T_COLORS_LINK}}</a></p>
{{>MAP}}
