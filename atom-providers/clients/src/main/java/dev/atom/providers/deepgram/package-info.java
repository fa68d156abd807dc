/** Deepgram's speech in both directions. Not exported. */
package dev.atom.providers.deepgram;
