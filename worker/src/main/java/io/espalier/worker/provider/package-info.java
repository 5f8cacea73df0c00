/**
 * Where language models come from. A {@link io.espalier.worker.provider.Provider} is found as a
 * service, says whether it can run on this machine and why, and opens models; {@link
 * io.espalier.worker.provider.Providers} chooses one by a study's model entry and shares open
 * models among their users.
 */
@NullMarked
package io.espalier.worker.provider;

import org.jspecify.annotations.NullMarked;
