/**
 * OpenAI's two protocols and its other operations, which compatible servers speak too. Not exported.
 */
package dev.atom.providers.openai;
