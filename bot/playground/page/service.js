/** Service messages in words. */

const names = (users) => [users].flat().map((user) => user.first_name).join('、');

const LINES = {
  new_chat_members: (value) => `${names(value)} 加入了群`,
  left_chat_member: (value) => `${names(value)} 离开了群`,
  new_chat_title: (value) => `群名改为“${value}”`,
  migrate_to_chat_id: () => '本群已升级为超级群',
  migrate_from_chat_id: () => '本群由普通群升级而来',
  forum_topic_created: (value) => `新建话题“${value.name}”`,
  forum_topic_edited: (value) => `话题改名为“${value.name ?? ''}”`,
  forum_topic_closed: () => '话题已关闭',
  forum_topic_reopened: () => '话题已重新打开',
  pinned_message: () => '置顶了一条消息',
  group_chat_created: () => '群已建立',
};

/** The line for a service message; unknown kinds are named as Telegram names them. */
export function serviceLine(message) {
  const { kind, value } = message.service;
  return LINES[kind]?.(value) ?? kind;
}
