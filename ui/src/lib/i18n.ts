// The words of the interface. English is always here; German is fetched when the system asks for
// it. All texts are in src/locales; keys are checked by the compiler.
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import app from "../locales/en.json";
import interview from "../locales/interview.en.json";
import models from "../locales/models.en.json";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "app";
    resources: { app: typeof app; interview: typeof interview; models: typeof models };
  }
}

/** The languages that are complete. */
export type Language = "en" | "de";

/** The first language the person reads that is complete. */
export function preferredLanguage(languages: readonly string[]): Language {
  for (const language of languages) {
    const base = language.split("-")[0];
    if (base === "de" || base === "en") return base;
  }
  return "en";
}

/** Makes the words ready. */
export async function startI18n(language: Language): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: "en",
    defaultNS: "app",
    ns: ["app", "interview", "models"],
    interpolation: { escapeValue: false },
    resources: { en: { app, interview, models } },
  });
  if (language === "de") await addGerman();
  document.documentElement.lang = language;
}

async function addGerman(): Promise<void> {
  const [german, germanInterview, germanModels] = await Promise.all([
    import("../locales/de.json"),
    import("../locales/interview.de.json"),
    import("../locales/models.de.json"),
  ]);
  i18next.addResourceBundle("de", "app", german.default);
  i18next.addResourceBundle("de", "interview", germanInterview.default);
  i18next.addResourceBundle("de", "models", germanModels.default);
  await i18next.changeLanguage("de");
}
