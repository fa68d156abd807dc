/** Google's Gemini. Not exported. */
package dev.atom.providers.gemini;
