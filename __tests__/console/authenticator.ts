import type { Visitor } from './browser.ts';

/** Chromium's own, as WebAuthn level 3, section 11 has it; it finds its user at once. */
export async function addAuthenticator({ context, page }: Visitor) {
  const devTools = await context.newCDPSession(page);
  await devTools.send('WebAuthn.enable');
  const { authenticatorId } = await devTools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    /** Whether it recognizes the PIN, finger or face that it asks for. */
    async verifies(isUserVerified: boolean) {
      await devTools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
    },
  };
}
