/** Anthropic's messages. Not exported. */
package dev.atom.providers.anthropic;
