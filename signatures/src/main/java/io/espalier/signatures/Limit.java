package io.espalier.signatures;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Constraints of a field; numbers are decimals, such as {@code "0.5"}, and empty for none. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Limit {
    String moreThan() default "";

    String atLeast() default "";

    String lessThan() default "";

    String atMost() default "";

    String multipleOf() default "";

    /** Characters or elements; -1 for no limit. */
    int minLength() default -1;

    /** Characters or elements; -1 for no limit. */
    int maxLength() default -1;
}
