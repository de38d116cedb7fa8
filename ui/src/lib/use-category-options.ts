// The categories of skills as choices, in the person's language and order.
import { useTranslation } from "react-i18next";
import type { Category } from "../bindings/Category";

const categories: readonly Category[] = [
  "technical",
  "data",
  "design",
  "product",
  "business",
  "leadership",
  "communication",
  "craft_and_trades",
  "health",
  "education",
  "care",
  "hospitality",
  "agriculture",
  "logistics",
  "law",
  "arts",
  "languages",
  "science",
  "safety",
  "domain_knowledge",
];

/** Every category with its name. */
export function useCategoryOptions(): readonly { value: Category; label: string }[] {
  const { t } = useTranslation();
  return categories
    .map((value) => ({ value, label: t(`category.${value}`) }))
    .toSorted((left, right) => left.label.localeCompare(right.label));
}
