package dev.atom.spring;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What people are asked for, and decide. Immutable.
 *
 * @param enabled {@code "true"}: there are approvals; {@code "false"}, the default, or null: there are
 *     not
 * @param linkPage the address of the application's page that opens links by which people decide, an
 *     absolute one; null for no links
 */
public record ApprovalsProperties(@Nullable String enabled, @Nullable URI linkPage) {
  static final String ENABLED = "atom.approvals.enabled";
  static final String LINK_PAGE = "atom.approvals.link-page";

  /** Refuses a page that can't be linked to, and one unless there are approvals. */
  public ApprovalsProperties {
    AtomProperties.requireSwitch(ENABLED, enabled);
    AtomProperties.requireOn(LINK_PAGE, linkPage, ENABLED, enabled);
    if (linkPage != null && (linkPage.getHost() == null || linkPage.getRawFragment() != null)) {
      throw SettingUnusable.value(
          LINK_PAGE,
          linkPage.toString(),
          "which is no address of a page",
          "give one such as https://desk.example.org/approve");
    }
  }
}
