/** What the pickers of a column offer. */

/** Everybody: entrepreneurs first, then the smaller groups before the larger ones. */
export function personChoices(store) {
  const people = [...store.people.values()];
  const sizes = Map.groupBy(people, (person) => person.role);
  const rank = (person) => (person.role.includes('企业') ? 0 : sizes.get(person.role).length);
  return people.map((person) => personChoice(person, rank(person))).sort((a, b) => a.rank - b.rank || a.group.localeCompare(b.group, 'zh'));
}

function personChoice(person, rank) {
  const post = (person.label || '').replace(person.name, '').trim();
  return {
    id: person.id, title: person.name, note: post || person.username, sign: person.name,
    face: post ? `${person.name} · ${post}` : person.name, group: person.role || '其他', rank,
  };
}

/** The person's own chats, then the groups they are not in, those with news first. */
export function chatChoices(store, person) {
  const own = store.chatsOf(person);
  const others = [...store.chats.values()].filter((chat) => chat.type !== 'private' && !chat.migrated_to && !own.includes(chat));
  const lively = others.sort((a, b) => store.unseen(b.id).length - store.unseen(a.id).length);
  return [...own.map((chat) => chatChoice(store, chat, person, '我的会话')), ...lively.map((chat) => chatChoice(store, chat, person, '未加入的群'))];
}

function chatChoice(store, chat, person, group) {
  const isBot = chat.type === 'private';
  const note = isBot ? '与机器人私聊' : `${chat.members.length} 位成员`;
  return { id: chat.id, title: chatTitle(store, chat), note, badge: store.unread(person, chat.id), group, isBot };
}

/** A chat's name as its members see it. */
export function chatTitle(store, chat) {
  return chat.type === 'private' ? store.botName : chat.title;
}
