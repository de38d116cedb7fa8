// What a group of findings is called.
import { useTranslation } from "react-i18next";
import type { GroupName } from "./finding-groups";

/** Gives the name of a group in the person's language. */
export function useGroupTitle(): (name: GroupName) => string {
  const { t } = useTranslation("interview");
  const { t: app } = useTranslation();
  return (name) => {
    switch (name) {
      case "otherSkills":
      case "project":
      case "constraint":
      case "direction":
        return t(`findings.${name}`);
      default:
        return app(`category.${name}`);
    }
  };
}
