// Talks to the endpoint as any program does that was written for OpenAI. Ends with 0 if all is well.
import assert from 'node:assert/strict';
import OpenAI from 'openai';

const [baseURL, apiKey] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
const asking = (content, more = {}) => ({
  model: 'fast',
  messages: [{ role: 'user', content }],
  ...more,
});
const chat = (content, more) => client.chat.completions.create(asking(content, more));

async function answersAChat() {
  const { data, response } = await client.chat.completions.create(asking('hello')).withResponse();
  assert.equal(data.choices[0].message.content, 'Good day');
  assert.equal(data.choices[0].finish_reason, 'stop');
  assert.equal(data.usage.total_tokens, 15);
  assert.match(response.headers.get('x-request-id'), /^req_/);
}

async function streamsAChat() {
  let text = '';
  let usage = null;
  const stream = await chat('hello', { stream: true, stream_options: { include_usage: true } });
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta?.content ?? '';
    usage = chunk.usage ?? usage;
  }
  assert.equal(text, 'Good day');
  assert.equal(usage.prompt_tokens, 12);
}

async function runsTools() {
  const calls = [];
  const tools = [
    {
      type: 'function',
      function: {
        name: 'weather',
        description: 'Tells the weather',
        parameters: { type: 'object', properties: { city: { type: 'string' } } },
        parse: JSON.parse,
        function: ({ city }) => {
          calls.push(city);
          return 'clear sky';
        },
      },
    },
  ];
  for (const stream of [false, true]) {
    const runner = client.chat.completions.runTools(asking('sunny?', { tools, stream }));
    assert.equal(await runner.finalContent(), 'It is sunny.');
  }
  assert.deepEqual(calls, ['Rome', 'Rome']);
}

async function answersInAForm() {
  const schema = {
    type: 'object',
    properties: { name: { type: 'string' }, people: { type: 'integer' } },
    required: ['name', 'people'],
    additionalProperties: false,
  };
  const reply = await chat('which city?', {
    response_format: { type: 'json_schema', json_schema: { name: 'city', strict: true, schema } },
  });
  assert.deepEqual(JSON.parse(reply.choices[0].message.content), { name: 'Rome', people: 7 });
}

async function embedsTexts() {
  // This client asks for base64 by itself and decodes it.
  const reply = await client.embeddings.create({ model: 'meaning', input: ['a', 'bc'] });
  assert.deepEqual(reply.data.map((item) => item.embedding[0]), [1, 2]);
  assert.ok(Math.abs(reply.data[0].embedding[1] - 1 / 3) < 1e-7);
  const plain = { model: 'meaning', input: 'four', encoding_format: 'float' };
  assert.equal((await client.embeddings.create(plain)).data[0].embedding[0], 4);
}

async function listsModels() {
  const names = [];
  for await (const model of client.models.list()) names.push(model.id);
  assert.deepEqual(names, ['fast', 'silent', 'meaning']);
  assert.equal((await client.models.retrieve('fast')).object, 'model');
  await assert.rejects(client.models.retrieve('none'), OpenAI.NotFoundError);
}

async function meetsErrors() {
  await assert.rejects(chat('too fast'), (e) => {
    assert.ok(e instanceof OpenAI.RateLimitError);
    assert.equal(e.code, 'rate_limit_exceeded');
    assert.equal(e.headers.get('retry-after-ms'), '1');
    return true;
  });
  await assert.rejects(chat('hello', { functions: [{ name: 'f' }] }), (e) => {
    assert.ok(e instanceof OpenAI.BadRequestError);
    assert.equal(e.param, 'functions');
    return true;
  });
  const stranger = new OpenAI({ baseURL, apiKey: 'unknown', maxRetries: 0 });
  await assert.rejects(stranger.models.list(), OpenAI.AuthenticationError);
  const stream = await chat('break', { stream: true });
  await assert.rejects(async () => {
    for await (const chunk of stream) assert.ok(chunk.id);
  }, OpenAI.APIError);
}

async function triesAgain() {
  const patient = new OpenAI({ baseURL, apiKey, maxRetries: 2 });
  const reply = await patient.chat.completions.create(asking('twice'));
  assert.equal(reply.choices[0].message.content, 'Now');
}

async function leavesAStream() {
  const stream = await chat('think', { model: 'silent', stream: true });
  for await (const chunk of stream) {
    assert.equal(chunk.object, 'chat.completion.chunk');
    stream.controller.abort();
  }
}

const checks = [
  answersAChat,
  streamsAChat,
  runsTools,
  answersInAForm,
  embedsTexts,
  listsModels,
  meetsErrors,
  triesAgain,
  leavesAStream,
];
for (const check of checks) {
  await check();
  console.log(`ok ${check.name}`);
}
