"""How people call the circles and the states of a partnership."""

from flask_babel import lazy_gettext

from app.partners.rules import Belonging

BELONGINGS = {
    Belonging.CORE: lazy_gettext("Kern"),
    Belonging.WIDER: lazy_gettext("Bredere kring"),
    Belonging.MENTIONED: lazy_gettext("Genoemd in het plan"),
    Belonging.INVITED: lazy_gettext("Uitgenodigd"),
    Belonging.APPLIED: lazy_gettext("Meldde zich aan"),
    Belonging.PAUSED: lazy_gettext("Doet even niet mee"),
    Belonging.DECLINED: lazy_gettext("Sloeg de uitnodiging af"),
    Belonging.REFUSED: lazy_gettext("Niet toegelaten"),
    Belonging.ENDED: lazy_gettext("Doet niet meer mee"),
}
BELONGING_EXPLAINED = {
    Belonging.CORE: lazy_gettext("Draagt de coalitie: denkt en beslist mee."),
    Belonging.WIDER: lazy_gettext("Doet mee met een of meer acties."),
    Belonging.MENTIONED: lazy_gettext("Het plan noemt deze organisaties. Of zij meedoen, moet nog blijken."),
    Belonging.INVITED: lazy_gettext("Kreeg een uitnodiging en antwoordde nog niet."),
    Belonging.APPLIED: lazy_gettext("Wil meedoen en wacht op antwoord."),
    Belonging.PAUSED: lazy_gettext("Doet een tijd niet mee, met een reden."),
    Belonging.DECLINED: lazy_gettext("Kreeg een uitnodiging en doet niet mee."),
    Belonging.REFUSED: lazy_gettext("Wilde meedoen en kreeg met een reden nee."),
    Belonging.ENDED: lazy_gettext("Deed eerder mee. Wat deze organisaties deden, blijft te lezen."),
}
