// A bot on another library than the product's: it answers the first message that mentions it, and edits its answer.
// Usage: node client.mjs URL TOKEN, both as printed by the command serve.
import { Client, Events, GatewayIntentBits } from 'discord.js';

const [, , url, token] = process.argv;
if (!url || !token) {
  console.error('usage: node client.mjs URL TOKEN');
  process.exit(2);
}
const patience = setTimeout(() => {
  console.error('client: nothing to answer within 50 seconds');
  process.exit(1);
}, 50_000);

const client = new Client({
  intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.MessageContent],
  rest: { api: url },
  allowedMentions: { parse: [], repliedUser: false },
});

client.once(Events.ClientReady, (ready) => {
  console.log(`client: ready as ${ready.user.tag} in ${ready.guilds.cache.size} guild(s)`);
});

let answered = false;
client.on(Events.MessageCreate, async (message) => {
  if (answered || message.author.bot || !message.mentions.has(client.user)) return;
  answered = true;
  const reply = await message.reply(`You said: ${message.cleanContent}`);
  const edited = await reply.edit('Edited.');
  if (edited.content !== 'Edited.' || !edited.editedAt) throw new Error('the edit did not come back');
  console.log('client: answered and edited');
  clearTimeout(patience);
  await client.destroy();
});

client.on(Events.Error, (error) => {
  console.error('client:', error);
  process.exit(1);
});
process.on('unhandledRejection', (error) => {
  console.error('client:', error);
  process.exit(1);
});

await client.login(token);
