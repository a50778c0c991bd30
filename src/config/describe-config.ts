/** The settings as `hustings config` prints them: secrets are named, never shown. */
import type { Environment } from './load-config.js';
import { type Setting, type SettingName, settings } from './settings.js';

export type DescribedSetting = {
  name: SettingName;
  value: string | null;
  default: string | null;
  isSet: boolean;
  doc: string;
};

export function describeConfig(env: Environment = process.env): DescribedSetting[] {
  return (Object.entries(settings) as [SettingName, Setting][]).map(([name, setting]) => {
    const given = env[name] || null;
    const shown = given !== null && setting.isSecret ? '(secret)' : given;
    return {
      name,
      value: shown ?? setting.fallback ?? null,
      default: setting.fallback ?? null,
      isSet: given !== null,
      doc: setting.doc,
    };
  });
}
