/**
 * The turn of a conversation, from an accepted message to a delivered reply. Start reading at
 * {@link dev.atom.assistant.Assistant}; what one turn did is a {@link
 * dev.atom.assistant.TurnReport}, what a conversation has come to a {@link
 * dev.atom.assistant.ConversationView}.
 */
package dev.atom.assistant;
