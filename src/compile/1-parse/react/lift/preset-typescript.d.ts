// The package ships no types.
declare module '@babel/preset-typescript' {
  import type { PluginTarget } from '@babel/core';

  const preset: PluginTarget;
  export default preset;
}
