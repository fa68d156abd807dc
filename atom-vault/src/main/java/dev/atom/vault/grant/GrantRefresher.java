package dev.atom.vault.grant;

/**
 * Asks a provider's token endpoint for a new access token. A host implements it with its own HTTP
 * client and the client's id and secret at that provider:
 *
 * {@snippet file="dev/atom/vault/grant/GrantSnippetTest.java" region="refresher"}
 *
 * <p>It is called by one process at a time for a grant, with no lock and no connection of the store
 * held. It ends before the request's deadline; if it goes on after it, another process may send the
 * same token, and a provider that detects that kills the grant. It doesn't repeat a request whose
 * answer is missing. Implementations are thread-safe.
 */
@FunctionalInterface
public interface GrantRefresher {
  /**
   * Sends a refresh token and tells what came of it.
   *
   * @param request what to send; its token is overwritten when this returns
   * @return what came of it; {@link RefreshRequest#answered} makes it from an answer. An exception
   *     counts as {@link RefreshOutcome.Lost}, and only the name of its class is kept
   */
  RefreshOutcome refresh(RefreshRequest request);
}
