/**
 * Notices to people on the host's side: templates, preferences with quiet hours, an inbox, and
 * delivery through channels that neither loses a notice nor silently sends it twice.
 *
 * <p>Start reading at {@link dev.atom.notify.Notifier}.
 */
@org.jspecify.annotations.NullMarked
module dev.atom.notify {
  requires static transitive org.jspecify;
  requires transitive dev.atom.core;

  exports dev.atom.notify;
}
