"""What a message wants: complaint, help, inquiry, suggestion, meeting, praise."""

from __future__ import annotations

import re

from nlp import rulebook
from nlp.sentences import Sentence
from storage.vocabulary import Kind

# Said only by somebody who complains, however the sentence is built.
STRONG = re.compile(
    r"投诉|举报|控告|凭什么|凭啥|讨说法|要说法|给个说法|没人管|管不管|怎么(?:还|又|就|老|总|能这)|"
    r"为什么(?:还|不|老|总|就|一直|要)|"
    r"为啥(?:还|不|老|总|就|要)|欺负|太过分|不公|不合理|不服|霸道|黑心|被办结|还没(?:人|解决|结果|下文|"
    r"动静)|没下文|没动静|"
    r"一直(?:没|不|拖|卡)|迟迟|至今|拖了|拖着|卡了|卡着|踢皮球|推来推去|还要(?:拖|等)到|到底(?:管|能|要|"
    r"什么时候)|王法"
)
OPENS_AS_QUESTION = re.compile(r"^(?:您?你?们?好|领导好|在吗|老师好|[，,。!！~ ])*(?:请问|咨询|想问|问一下|问下|请教|打听|想咨询|我想问|想了解|麻烦问)")
ENDS_AS_QUESTION = re.compile(r"(?:吗|呢|么|[?？])[。~！!？?]*$")
ASKS_HELP = re.compile(r"求助|求帮|帮帮|帮忙|恳请|请求|帮我|帮我们|帮助|请.{0,8}(?:协调|支持|帮)|希望.{0,10}(?:协调|支持|帮)|想请")


def kind_of(text: str, sentences: tuple[Sentence, ...], *, blames: bool) -> tuple[Kind, str]:
    """The kind of a compact text that is not invalid. `blames`: conduct of class B or C was found."""
    if meeting := rulebook.hits("meeting", text, sentences):
        return Kind.MEETING, f"提到“{meeting[0].words}”"
    if irony := rulebook.hits("irony", text, sentences):
        return Kind.COMPLAINT, f"话里带反讽：“{irony[0].words}”"
    if blames:
        return Kind.COMPLAINT, "反映有关人员的行为"
    strong = STRONG.search(text)
    grumbles = len(rulebook.group("complaint")[0].pattern.findall(text))
    praise = rulebook.hits("praise", text, sentences)
    if praise and strong is None and grumbles <= 1 and not ASKS_HELP.search(text):
        return Kind.PRAISE, f"提到“{praise[0].words}”"
    return _wish(text, sentences, strong, grumbles)


def _wish(
    text: str, sentences: tuple[Sentence, ...], strong: re.Match[str] | None, grumbles: int
) -> tuple[Kind, str]:
    suggestion = rulebook.hits("suggestion", text, sentences)
    if suggestion and strong is None:
        return Kind.SUGGESTION, f"提到“{suggestion[0].words}”"
    inquiry = rulebook.hits("inquiry", text, sentences)
    if inquiry and (OPENS_AS_QUESTION.search(text) or (strong is None and _asks(text, grumbles))):
        return Kind.INQUIRY, f"询问“{inquiry[0].words}”"
    if strong is not None:
        return Kind.COMPLAINT, f"提到“{strong[0]}”"
    help_words = ASKS_HELP.search(text)
    if grumbles and not (help_words and grumbles <= 1):
        return Kind.COMPLAINT, "指出问题并要求纠正"
    return Kind.HELP, f"提到“{help_words[0]}”" if help_words else "请求帮助，没有指责谁"


def _asks(text: str, grumbles: int) -> bool:
    return grumbles == 0 or (grumbles <= 2 and ENDS_AS_QUESTION.search(text) is not None)
