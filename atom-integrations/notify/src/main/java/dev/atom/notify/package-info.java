/**
 * Tells people what they should know or do. A {@link dev.atom.notify.Notice} says it, a {@link
 * dev.atom.notify.Template} words it, {@link dev.atom.notify.Preferences} say over which channels and
 * when it may come, the {@link dev.atom.notify.InApp} inbox keeps it, and the {@link
 * dev.atom.notify.Notifier} delivers it from the store's outbox. Nothing here starts a thread.
 *
 * <p>Start reading at {@link dev.atom.notify.Notifier}.
 */
package dev.atom.notify;
