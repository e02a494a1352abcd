"""What a message wants: complaint, help, inquiry, suggestion, meeting, praise."""

from __future__ import annotations

import re

from nlp import rulebook
from nlp.sentences import Sentence
from storage.vocabulary import Kind

# Said only by somebody who complains, however the sentence is built.
PLAIN = re.compile(
    r"投诉|举报|控告|凭什么|凭啥|讨个?说法|要个?说法|给个说法|没人管|管不管|管管|欺负|太过分|不公平|霸道|"
    r"黑心|王法|被办结|"
    r"怎么(?:还|又|就|老|总|能这)|为什么(?:还|不|老|总|就|一直|要)|为啥(?:还|不|老|总|就|要)|踢皮球|"
    r"推来推去|糊弄|"
    r"这不是.{0,12}吗|还让不让|难道|到底(?:管|听|要|什么时候|谁)|谁说了算|说理|扛不住"
)
LONG_WAIT = re.compile(
    r"还没(?:人|解决|结果|下文|动静)|没下文|没动静|没消息|没信儿|一直(?:没|不|拖|卡)|迟迟|至今|拖了|拖着|"
    r"卡了|卡着|还要(?:拖|等)到"
)
OPENS_AS_QUESTION = re.compile(
    r"^(?:您?你?们?好|领导好|在吗|老师好|[，,。!！~ ])*"
    r"(?:请问|咨询|想问|问一下|问下|请教|打听|想咨询|我想问|想了解|麻烦问)"
)
ENDS_AS_QUESTION = re.compile(r"(?:吗|呢|么|不|[?？])[。~！!？?]*$")
ASKS_HELP = re.compile(
    r"求助|求求|求帮|怎么办|咋办|(?:怎么|咋|如何)应对|求协调|求指点|帮帮|帮忙|恳请|请求|帮我|帮我们|帮着|帮助|牵个?线|搭个?桥|"
    r"请.{0,8}(?:协调|支持|帮)|希望.{0,10}(?:协调|支持|帮|重视|关注|解决)|想请|能不能(?:给|帮|提前|解|"
    r"协调|用|批)|能协调|"
    r"有没有(?:人|办法|组织|地方|纯|渠道)|有办法[不没吗]|谁能来|赶紧来人|快来人|救命|救救|招不到|"
    r"缺\S{0,4}个|找不到\S{0,6}(?:人|工|厂|地)"
)
TAIL = 24  # characters at the end in which a question without a mark must stand
NEEDS = re.compile(
    r"想(?:找|请|租|招|扩|建|对接|借|进|通过|要|把)|需要|急需|缺|要(?:一|两|几|\d).{0,8}(?:厂房|地|工人|平)"
)


def kind_of(text: str, sentences: tuple[Sentence, ...], *, blames: bool) -> tuple[Kind, str]:
    """The kind of a compact text that is not invalid. `blames`: conduct of class B or C was found."""
    if meeting := rulebook.hits("meeting", text, sentences):
        return Kind.MEETING, f"提到“{meeting[0].words}”"
    if irony := rulebook.hits("irony", text, sentences):
        return Kind.COMPLAINT, f"话里带反讽：“{irony[0].words}”"
    if blames:
        return Kind.COMPLAINT, "反映有关人员的行为"
    grumbles = len(rulebook.group("complaint")[0].pattern.findall(text))
    praise = rulebook.hits("praise", text, sentences)
    if praise and PLAIN.search(text) is None and grumbles <= 1 and not ASKS_HELP.search(text):
        return Kind.PRAISE, f"提到“{praise[0].words}”"
    return _wish(text, sentences, grumbles)


def _wish(text: str, sentences: tuple[Sentence, ...], grumbles: int) -> tuple[Kind, str]:
    """Proposal, question or cry for help in words that say so; what is left is told to be put right."""
    plain = PLAIN.search(text)
    suggestion = rulebook.hits("suggestion", text, sentences)
    if suggestion and plain is None:
        return Kind.SUGGESTION, f"提到“{suggestion[0].words}”"
    inquiry = rulebook.hits("inquiry", text, sentences)
    help_words = ASKS_HELP.search(text)
    if inquiry and OPENS_AS_QUESTION.search(text):
        return Kind.INQUIRY, f"询问“{inquiry[0].words}”"
    if plain is not None:
        return Kind.COMPLAINT, f"提到“{plain[0]}”"
    if help_words:
        return Kind.HELP, f"提到“{help_words[0]}”"
    if inquiry and LONG_WAIT.search(text) is None and _asks(text, inquiry[0].words, grumbles):
        return Kind.INQUIRY, f"询问“{inquiry[0].words}”"
    needs = NEEDS.search(text)
    if needs and not grumbles:
        return Kind.HELP, f"提到“{needs[0]}”"
    return Kind.COMPLAINT, "指出问题，盼望纠正"


def _asks(text: str, question: str, grumbles: int) -> bool:
    """The question stands at the end, and little before it complains."""
    if ENDS_AS_QUESTION.search(text) is not None:
        return grumbles <= 2
    return grumbles == 0 and question in text[-TAIL:]
