import { z } from 'zod';
import { MappingInput } from '../mapping/mapping.js';
import { ModuleKey } from '../pbx/pbx.js';

/** A tunnel as it is written: whole, with its mappings. A replacement is a new generation; unchanged mappings keep flowing. */
export const TunnelInput = z
  .object({
    pbxId: z.uuid(),
    module: ModuleKey.default('general'),
    name: z.string().trim().min(1).max(120),
    enabled: z.boolean().default(true),
    sshServerId: z.uuid(),
    mappings: z.array(MappingInput).min(1).max(64),
  })
  .meta({ id: 'TunnelInput' });
export type TunnelInput = z.output<typeof TunnelInput>;
