// A step that left nothing behind must cost next to nothing: this is checked before anything is loaded.
if (process.env.STATE_dockpass) {
  const [{ revoke }, { runStep }] = await Promise.all([
    import(/* webpackMode: "eager" */ './revoke.ts'),
    import(/* webpackMode: "eager" */ './runner.ts'),
  ]);
  void runStep(revoke, 0);
}
