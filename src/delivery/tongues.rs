//! What columns are called where a tool or a team writes German, French or Spanish, in small words, and what English exports call them.

/// Names with what they mean.
const NAMES: &[(&str, &[&str])] = &[
    (
        "deployment id",
        &[
            "bereitstellungs id",
            "bereitstellung",
            "deployment nummer",
            "déploiement",
            "id déploiement",
            "id de déploiement",
            "despliegue",
            "id despliegue",
            "id de despliegue",
        ],
    ),
    (
        "incident id",
        &[
            "störungs id",
            "störung",
            "störungsnummer",
            "vorfall",
            "vorfall id",
            "vorfalls id",
            "vorfallnummer",
            "id d'incident",
            "id de l'incident",
            "incidente",
            "id incidente",
            "id de incidente",
        ],
    ),
    (
        "issue key",
        &["vorgangsschlüssel", "clé de ticket", "clave de incidencia"],
    ),
    ("key", &["schlüssel", "clé", "clave"]),
    (
        "issue type",
        &["vorgangstyp", "type de ticket", "tipo de incidencia"],
    ),
    ("type", &["typ", "tipo"]),
    (
        "service",
        &["dienst", "anwendung", "servicio", "aplicación"],
    ),
    (
        "components",
        &["komponente", "komponenten", "composants", "componentes"],
    ),
    ("project", &["projekt", "projet", "proyecto"]),
    (
        "environment",
        &[
            "umgebung",
            "zielumgebung",
            "environnement",
            "entorno",
            "ambiente",
        ],
    ),
    ("result", &["ergebnis", "résultat", "resultado"]),
    ("status", &["statut", "état", "estado", "zustand"]),
    (
        "deployed at",
        &[
            "bereitgestellt am",
            "ausgerollt am",
            "déployé le",
            "desplegado el",
        ],
    ),
    (
        "completed at",
        &[
            "abgeschlossen am",
            "beendet am",
            "terminé le",
            "finalizado el",
            "completado el",
        ],
    ),
    (
        "started at",
        &[
            "beginn",
            "begonnen am",
            "gestartet am",
            "startzeit",
            "début",
            "commencé le",
            "inicio",
            "iniciado el",
        ],
    ),
    ("end time", &["ende", "endzeit", "fin", "hora de fin"]),
    (
        "resolved at",
        &[
            "behoben am",
            "behoben",
            "gelöst am",
            "wiederhergestellt am",
            "erledigt",
            "résolu",
            "résolu le",
            "rétabli le",
            "resuelto",
            "resuelta",
            "resuelto el",
        ],
    ),
    (
        "closed at",
        &["geschlossen am", "geschlossen", "fermé le", "cerrado el"],
    ),
    (
        "created at",
        &[
            "erstellt",
            "erstellt am",
            "eröffnet am",
            "création",
            "créé",
            "créé le",
            "creado",
            "creada",
            "creado el",
        ],
    ),
    (
        "updated at",
        &[
            "aktualisiert",
            "aktualisiert am",
            "mise à jour",
            "mis à jour le",
            "actualizado",
            "actualizada",
            "actualizado el",
        ],
    ),
    (
        "caused by",
        &["verursacht durch", "ursache", "causé par", "causado por"],
    ),
    (
        "severity",
        &[
            "schweregrad",
            "gravité",
            "sévérité",
            "gravedad",
            "severidad",
        ],
    ),
    ("priority", &["priorität", "priorité", "prioridad"]),
    ("urgency", &["dringlichkeit", "urgence", "urgencia"]),
    ("title", &["titel", "titre", "título"]),
    ("summary", &["zusammenfassung", "résumé", "resumen"]),
    ("author", &["autor", "auteur"]),
    (
        "assignment group",
        &[
            "zuweisungsgruppe",
            "groupe d'affectation",
            "grupo de asignación",
        ],
    ),
    ("team", &["équipe", "equipo"]),
    ("branch", &["zweig", "branche", "rama"]),
    (
        "merged at",
        &[
            "zusammengeführt am",
            "gemergt am",
            "fusionné le",
            "fusionado el",
        ],
    ),
    (
        "approved at",
        &["genehmigt am", "approuvé le", "aprobado el"],
    ),
    ("reviewer", &["prüfer", "relecteur", "revisor"]),
    (
        "ai assisted",
        &[
            "ki",
            "ki unterstützt",
            "mit ki",
            "ia",
            "assisté par ia",
            "avec ia",
            "asistido por ia",
            "con ia",
        ],
    ),
];

/// The name of a column as English exports have it, where it is another's.
pub(super) fn in_english(name: String) -> String {
    let mut known = NAMES.iter();
    let found = known.find(|(_, others)| others.contains(&name.as_str()));
    found.map_or(name, |(english, _)| (*english).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_means_one_thing() {
        let all: Vec<&str> = NAMES
            .iter()
            .flat_map(|(_, others)| others.iter().copied())
            .collect();
        for (at, name) in all.iter().enumerate() {
            assert!(!all[..at].contains(name), "{name} stands here twice");
            assert!(
                NAMES.iter().all(|(english, _)| english != name),
                "{name} is English"
            );
        }
        assert_eq!(in_english("dienst".to_owned()), "service");
        assert_eq!(in_english("service".to_owned()), "service");
    }
}
