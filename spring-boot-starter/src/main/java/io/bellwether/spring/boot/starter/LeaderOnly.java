package io.bellwether.spring.boot.starter;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method that runs on the leader alone, also together with {@code @Scheduled}.
 *
 * <p>Shape: called while this application does not lead, a {@code void} method does nothing, and any other throws
 * {@link NotLeaderException}. When the term ends while the method runs, its thread is interrupted; the Lease is given
 * back only after the method has returned. A method that does not return within {@code stop-grace} leaves the Lease to
 * expire; from then on another leader may work beside it, and only the fencing token keeps the two apart: send
 * {@link CurrentTerm#token} along with every write. As with every proxy of Spring, a call from within the same object
 * is not seen.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface LeaderOnly {}
