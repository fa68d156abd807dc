/**
 * Who talks with whom: a {@link dev.atom.conversation.Conversation} keeps every {@link
 * dev.atom.conversation.Message}; what a model sees of it is a {@link
 * dev.atom.conversation.MemoryView}.
 */
package dev.atom.conversation;
