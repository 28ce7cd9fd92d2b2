import { z } from 'zod';
import { type Endpoint, refusalsOf } from './endpoint.js';
import { refusalHeaders, REPLY_HEADERS, replyHeaders, REQUEST_HEADERS, requestHeaders } from './openapi-headers.js';
import { Problem, type ProblemCode, PROBLEMS } from './problem.js';
import { routes } from './routes.js';
import { EVENTS_PATH, StreamEvent } from './stream.js';

type Json = Record<string, unknown>;
/** An OpenAPI 3.1 document; its schemas are JSON Schema 2020-12 as they stand. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: { title: string; version: string; description: string };
  readonly paths: Record<string, Record<string, Json>>;
  readonly components: {
    schemas: Record<string, Json>;
    responses: Record<string, Json>;
    parameters: Record<string, Json>;
    headers: Record<string, Json>;
    securitySchemes: Json;
  };
  readonly [extra: string]: unknown;
}

const TAGS: Record<string, string> = {
  profile: 'One’s own account: password, second factors, sessions.',
  members: 'People with a role, and invitations.',
  settings: 'What a provider demands, and whom people sign in with.',
  delegations: 'Which provider has access to which customer.',
  'service-accounts': 'Machines and their API keys.',
  requests: 'What customers ask for, and what becomes of it.',
  notifications: 'What one was told.',
  audit: 'Who did what.',
  session: 'Who is asking. The cookie is for browsers, the API key for machines.',
  tenants: 'Customers of the provider: the unit of isolation.',
  pbxs: 'Phone systems with their modules.',
  'ssh-servers': 'OpenSSH servers in customer networks: credentials go in and never come out.',
  tunnels: 'Supervised SSH connections that carry mappings.',
  mappings: 'Forwarded ports: templates and validation while typing.',
  checks: 'Probes on a schedule, judged by rules: the catalogue, the checks, their history with its evidence.',
  findings: 'What is wrong, since when, what exactly to change, and what will break next.',
  certificates: 'Certificates that were seen or uploaded. Never a private key.',
  federation: 'The SIP federation of an XPhone Connect Server: its settings, its plan, its tests.',
  firewall: 'What the customer’s firewall has to let through for a PBX, to read and as a file for ten kinds of firewall.',
  fleet: 'Everything at a glance, and as it happens.',
};

/** Collects named schemas (`.meta({ id })`) under components and leaves references behind. */
class Schemas {
  readonly named: Record<string, Json> = {};

  of(schema: z.ZodType, io: 'input' | 'output'): Json {
    const {
      $schema: _,
      $defs,
      ...root
    } = z.toJSONSchema(schema, {
      io,
      unrepresentable: 'any',
      // Readers must tolerate new fields: replies do not promise to be closed.
      override: ({ jsonSchema }) => void (jsonSchema.additionalProperties === false && delete jsonSchema.additionalProperties),
    }) as Json & { $defs?: Record<string, Json> };
    for (const [name, definition] of Object.entries($defs ?? {})) this.keep(name, definition);
    const { id, ...rest } = root;
    if (typeof id !== 'string') return relink(rest) as Json;
    this.keep(id, rest);
    return { $ref: `#/components/schemas/${id}` };
  }

  private keep(name: string, definition: Json): void {
    const { id: _, ...rest } = definition;
    const linked = relink(rest) as Json;
    const known = this.named[name];
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(linked)) throw new Error(`two schemas named ${name}`);
    this.named[name] = linked;
  }
}

/** What grows while operations are described. */
interface Parts {
  readonly schemas: Schemas;
  readonly responses: Record<string, Json>;
}

function relink(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(relink);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === '$ref' && typeof inner === 'string' ? inner.replace('#/$defs/', '#/components/schemas/') : relink(inner),
    ]),
  );
}

function parametersOf(e: Endpoint, schemas: Schemas): Json[] {
  const from = (schema: z.ZodType, place: 'path' | 'query'): Json[] => {
    if (!(schema instanceof z.ZodObject)) return [];
    const { properties = {}, required = [] } = schemas.of(schema, 'input') as { properties?: Record<string, Json>; required?: string[] };
    return Object.entries(properties).map(([name, { description, ...property }]) => ({
      name,
      in: place,
      required: place === 'path' || required.includes(name),
      ...(description ? { description } : {}),
      schema: property,
    }));
  };
  return [...from(e.params, 'path'), ...from(e.query, 'query')];
}

/** One response per status, naming every code that can come with it; equal ones stand among the components once. */
function refusals(e: Endpoint, parts: Parts): Json {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of refusalsOf(e)) byStatus.set(PROBLEMS[code], [...(byStatus.get(PROBLEMS[code]) ?? []), code]);
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => {
      const name = codes.sort().join('.');
      parts.responses[name] ??= {
        description: codes.map((code) => `\`${code}\``).join(', '),
        headers: refusalHeaders(codes),
        content: { 'application/problem+json': { schema: parts.schemas.of(Problem, 'output') } },
      };
      return [String(status), { $ref: `#/components/responses/${name}` }];
    }),
  );
}

/** JSON of the reply's schema, a file, or nothing at all. */
function contentOf(e: Endpoint, schemas: Schemas): Json {
  if (e.media !== null) return { content: { [e.media]: { schema: { type: 'string', format: 'binary' } } } };
  return e.reply instanceof z.ZodUndefined ? {} : { content: { 'application/json': { schema: schemas.of(e.reply, 'output') } } };
}

function operation(name: string, e: Endpoint, parts: Parts): Json {
  const { schemas } = parts;
  const parameters = [...parametersOf(e, schemas), ...requestHeaders(e)];
  const body = e.body instanceof z.ZodUndefined ? null : schemas.of(e.body, 'input');
  const security =
    e.needs === 'public' ? [] : e.method === 'GET' ? [{ session: [] }, { apiKey: [] }] : [{ session: [], csrf: [] }, { apiKey: [] }];
  return {
    operationId: name,
    tags: [e.tag],
    summary: e.summary,
    security,
    parameters,
    ...(body === null ? {} : { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: {
      [String(e.status)]: {
        description: e.summary,
        headers: replyHeaders(e),
        ...contentOf(e, schemas),
      },
      ...refusals(e, parts),
    },
  };
}

const stream = ({ schemas }: Parts): Json => ({
  operationId: 'events',
  tags: ['fleet'],
  summary: 'Server-sent events of everything the caller may see.',
  security: [{ session: [] }, { apiKey: [] }],
  responses: {
    '200': {
      description: 'A stream of events; `data` is JSON, the name of the event is its `type`.',
      content: { 'text/event-stream': { schema: schemas.of(StreamEvent, 'output') } },
    },
    '401': { description: '`unauthenticated`', content: { 'application/problem+json': { schema: schemas.of(Problem, 'output') } } },
    '403': {
      description: '`sign-in-unfinished`, `address-not-allowed`',
      content: { 'application/problem+json': { schema: schemas.of(Problem, 'output') } },
    },
  },
});

/** The API described from the same table that serves it. `version` is the product's. */
export function openApiDocument(version: string): OpenApiDocument {
  const parts: Parts = { schemas: new Schemas(), responses: {} };
  const paths: Record<string, Record<string, Json>> = {};
  for (const [name, e] of Object.entries(routes) as [string, Endpoint][]) {
    const path = e.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [e.method.toLowerCase()]: operation(name, e, parts) };
  }
  paths[EVENTS_PATH] = { get: stream(parts) };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Stellwerk',
      version,
      description:
        'Control plane for providers who look after the phone systems of many customers.\n\nRefusals are RFC 9457 problem details with a stable `code`, JSON pointers in `errors` and a sentence in the language of `Accept-Language` (de, en). Every answer carries `x-request-id`. With `validateOnly=true` a mutation runs the same path and changes nothing. What is changed is named by its version: `ETag` of what was read, `If-Match` of the change. A POST with `Idempotency-Key` may be sent again. Lists are continued with `cursor`, unchanged, under the same filters.',
      license: { name: 'MIT', identifier: 'MIT' },
    } as OpenApiDocument['info'],
    servers: [{ url: '/', description: 'The address under which people reach the portal.' }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: parts.schemas.named,
      responses: parts.responses,
      parameters: REQUEST_HEADERS,
      headers: REPLY_HEADERS,
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'stellwerk_session',
          description: 'Set by signing in; `__Host-stellwerk_session` over https.',
        },
        csrf: {
          type: 'apiKey',
          in: 'header',
          name: 'x-csrf-token',
          description: '`csrfToken` of `/me`; asked for with the cookie on everything but GET.',
        },
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key, `sw_live_…`.' },
      },
    },
  };
}
