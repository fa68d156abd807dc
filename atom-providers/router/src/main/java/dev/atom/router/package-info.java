/**
 * One model in front of many: a {@link dev.atom.router.Router} chooses a target for each call by its
 * route's policy, goes over to another if that fails, keeps away from those that are not well, and
 * tells a {@link dev.atom.router.RouterListener} of every attempt and its cost.
 *
 * <p>Start reading at {@link dev.atom.router.Router} and {@link dev.atom.router.Route}; a call's way
 * is in {@code CallRun}. What models cost and can do is in a {@link dev.atom.router.catalogue.ModelCatalogue}.
 */
package dev.atom.router;
