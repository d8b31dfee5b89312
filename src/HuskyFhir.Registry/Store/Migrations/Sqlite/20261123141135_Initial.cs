using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HuskyFhir.Registry.Store.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "attributions",
                columns: table => new
                {
                    organization = table.Column<byte[]>(type: "BLOB", nullable: false),
                    member = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_attributions", x => new { x.organization, x.member });
                });

            migrationBuilder.CreateTable(
                name: "audit",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    action = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    client = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    detail = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    member = table.Column<byte[]>(type: "BLOB", nullable: true),
                    outcome = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    request = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    resource = table.Column<byte[]>(type: "BLOB", nullable: true),
                    seen = table.Column<byte[]>(type: "BLOB", nullable: true),
                    type = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    version = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "business_keys",
                columns: table => new
                {
                    type = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    system = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    value = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    id = table.Column<byte[]>(type: "BLOB", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_business_keys", x => new { x.type, x.system, x.value });
                });

            migrationBuilder.CreateTable(
                name: "changes",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    client = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    kind = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    member = table.Column<byte[]>(type: "BLOB", nullable: true),
                    resource = table.Column<byte[]>(type: "BLOB", nullable: false),
                    type = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_changes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "coverage",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    member = table.Column<byte[]>(type: "BLOB", nullable: true),
                    period_high = table.Column<long>(type: "INTEGER", nullable: true),
                    period_low = table.Column<long>(type: "INTEGER", nullable: true),
                    restricted = table.Column<long>(type: "INTEGER", nullable: false),
                    status_code = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    status_system = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    updated = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_coverage", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "coverage_string",
                columns: table => new
                {
                    owner = table.Column<byte[]>(type: "BLOB", nullable: false),
                    n = table.Column<long>(type: "INTEGER", nullable: false),
                    folded = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    part = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    value = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_coverage_string", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "coverage_token",
                columns: table => new
                {
                    owner = table.Column<byte[]>(type: "BLOB", nullable: false),
                    n = table.Column<long>(type: "INTEGER", nullable: false),
                    code = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    part = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    system = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_coverage_token", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "location",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    member = table.Column<byte[]>(type: "BLOB", nullable: true),
                    restricted = table.Column<long>(type: "INTEGER", nullable: false),
                    status_code = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    status_system = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    updated = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_location", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "location_string",
                columns: table => new
                {
                    owner = table.Column<byte[]>(type: "BLOB", nullable: false),
                    n = table.Column<long>(type: "INTEGER", nullable: false),
                    folded = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    part = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    value = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_location_string", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "location_token",
                columns: table => new
                {
                    owner = table.Column<byte[]>(type: "BLOB", nullable: false),
                    n = table.Column<long>(type: "INTEGER", nullable: false),
                    code = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    part = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    system = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_location_token", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "observation",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    date_high = table.Column<long>(type: "INTEGER", nullable: true),
                    date_low = table.Column<long>(type: "INTEGER", nullable: true),
                    member = table.Column<byte[]>(type: "BLOB", nullable: true),
                    restricted = table.Column<long>(type: "INTEGER", nullable: false),
                    status_code = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    status_system = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    updated = table.Column<long>(type: "INTEGER", nullable: false),
                    value_quantity_code = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    value_quantity_system = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    value_quantity_unit = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    value_quantity_value = table.Column<double>(type: "REAL", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_observation", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "observation_string",
                columns: table => new
                {
                    owner = table.Column<byte[]>(type: "BLOB", nullable: false),
                    n = table.Column<long>(type: "INTEGER", nullable: false),
                    folded = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    part = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    value = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_observation_string", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "observation_token",
                columns: table => new
                {
                    owner = table.Column<byte[]>(type: "BLOB", nullable: false),
                    n = table.Column<long>(type: "INTEGER", nullable: false),
                    code = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    part = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    system = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_observation_token", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "organization",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    active_code = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    active_system = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    member = table.Column<byte[]>(type: "BLOB", nullable: true),
                    restricted = table.Column<long>(type: "INTEGER", nullable: false),
                    updated = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_organization", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "organization_string",
                columns: table => new
                {
                    owner = table.Column<byte[]>(type: "BLOB", nullable: false),
                    n = table.Column<long>(type: "INTEGER", nullable: false),
                    folded = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    part = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    value = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_organization_string", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "organization_token",
                columns: table => new
                {
                    owner = table.Column<byte[]>(type: "BLOB", nullable: false),
                    n = table.Column<long>(type: "INTEGER", nullable: false),
                    code = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    part = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    system = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_organization_token", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "page_keys",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    made = table.Column<long>(type: "INTEGER", nullable: false),
                    secret = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_page_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "patient",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    active_code = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    active_system = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    birthdate_high = table.Column<long>(type: "INTEGER", nullable: true),
                    birthdate_low = table.Column<long>(type: "INTEGER", nullable: true),
                    death_date_high = table.Column<long>(type: "INTEGER", nullable: true),
                    death_date_low = table.Column<long>(type: "INTEGER", nullable: true),
                    deceased_code = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    deceased_system = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    gender_code = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    gender_system = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    member = table.Column<byte[]>(type: "BLOB", nullable: true),
                    restricted = table.Column<long>(type: "INTEGER", nullable: false),
                    updated = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_patient", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "patient_string",
                columns: table => new
                {
                    owner = table.Column<byte[]>(type: "BLOB", nullable: false),
                    n = table.Column<long>(type: "INTEGER", nullable: false),
                    folded = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    part = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    value = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_patient_string", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "patient_token",
                columns: table => new
                {
                    owner = table.Column<byte[]>(type: "BLOB", nullable: false),
                    n = table.Column<long>(type: "INTEGER", nullable: false),
                    code = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    part = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    system = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_patient_token", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "practitioner",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    active_code = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    active_system = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    gender_code = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    gender_system = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    member = table.Column<byte[]>(type: "BLOB", nullable: true),
                    restricted = table.Column<long>(type: "INTEGER", nullable: false),
                    updated = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_practitioner", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "practitioner_string",
                columns: table => new
                {
                    owner = table.Column<byte[]>(type: "BLOB", nullable: false),
                    n = table.Column<long>(type: "INTEGER", nullable: false),
                    folded = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    part = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    value = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_practitioner_string", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "practitioner_token",
                columns: table => new
                {
                    owner = table.Column<byte[]>(type: "BLOB", nullable: false),
                    n = table.Column<long>(type: "INTEGER", nullable: false),
                    code = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    part = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    system = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_practitioner_token", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "practitionerrole",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    active_code = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    active_system = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    date_high = table.Column<long>(type: "INTEGER", nullable: true),
                    date_low = table.Column<long>(type: "INTEGER", nullable: true),
                    member = table.Column<byte[]>(type: "BLOB", nullable: true),
                    restricted = table.Column<long>(type: "INTEGER", nullable: false),
                    updated = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_practitionerrole", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "practitionerrole_string",
                columns: table => new
                {
                    owner = table.Column<byte[]>(type: "BLOB", nullable: false),
                    n = table.Column<long>(type: "INTEGER", nullable: false),
                    folded = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    part = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    value = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_practitionerrole_string", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "practitionerrole_token",
                columns: table => new
                {
                    owner = table.Column<byte[]>(type: "BLOB", nullable: false),
                    n = table.Column<long>(type: "INTEGER", nullable: false),
                    code = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    part = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    system = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_practitionerrole_token", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "refs",
                columns: table => new
                {
                    owner = table.Column<byte[]>(type: "BLOB", nullable: false),
                    n = table.Column<long>(type: "INTEGER", nullable: false),
                    owner_type = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    part = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    target_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    target_type = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    url = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_refs", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "relatedperson",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    active_code = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    active_system = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    birthdate_high = table.Column<long>(type: "INTEGER", nullable: true),
                    birthdate_low = table.Column<long>(type: "INTEGER", nullable: true),
                    gender_code = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    gender_system = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    member = table.Column<byte[]>(type: "BLOB", nullable: true),
                    restricted = table.Column<long>(type: "INTEGER", nullable: false),
                    updated = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_relatedperson", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "relatedperson_string",
                columns: table => new
                {
                    owner = table.Column<byte[]>(type: "BLOB", nullable: false),
                    n = table.Column<long>(type: "INTEGER", nullable: false),
                    folded = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    part = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    value = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_relatedperson_string", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "relatedperson_token",
                columns: table => new
                {
                    owner = table.Column<byte[]>(type: "BLOB", nullable: false),
                    n = table.Column<long>(type: "INTEGER", nullable: false),
                    code = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    part = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    system = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_relatedperson_token", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "resources",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    body = table.Column<byte[]>(type: "BLOB", nullable: true),
                    deleted = table.Column<long>(type: "INTEGER", nullable: false),
                    member = table.Column<byte[]>(type: "BLOB", nullable: true),
                    restricted = table.Column<long>(type: "INTEGER", nullable: false),
                    type = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    updated = table.Column<long>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_resources", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "versions",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    body = table.Column<byte[]>(type: "BLOB", nullable: true),
                    deleted = table.Column<long>(type: "INTEGER", nullable: false),
                    member = table.Column<byte[]>(type: "BLOB", nullable: true),
                    restricted = table.Column<long>(type: "INTEGER", nullable: false),
                    type = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    updated = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_versions", x => new { x.id, x.version });
                });

            migrationBuilder.CreateIndex(
                name: "ix_attributions_member_organization",
                table: "attributions",
                columns: new[] { "member", "organization" });

            migrationBuilder.CreateIndex(
                name: "ix_business_keys_id",
                table: "business_keys",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_changes_member_at",
                table: "changes",
                columns: new[] { "member", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_coverage_member_id",
                table: "coverage",
                columns: new[] { "member", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_coverage_period_low_period_high_id",
                table: "coverage",
                columns: new[] { "period_low", "period_high", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_coverage_updated_id",
                table: "coverage",
                columns: new[] { "updated", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_coverage_string_part_folded_owner",
                table: "coverage_string",
                columns: new[] { "part", "folded", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_coverage_token_part_code_system_owner",
                table: "coverage_token",
                columns: new[] { "part", "code", "system", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_location_updated_id",
                table: "location",
                columns: new[] { "updated", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_location_string_part_folded_owner",
                table: "location_string",
                columns: new[] { "part", "folded", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_location_token_part_code_system_owner",
                table: "location_token",
                columns: new[] { "part", "code", "system", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_observation_date_low_date_high_id",
                table: "observation",
                columns: new[] { "date_low", "date_high", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_observation_member_id",
                table: "observation",
                columns: new[] { "member", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_observation_updated_id",
                table: "observation",
                columns: new[] { "updated", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_observation_value_quantity_value_value_quantity_code_value_q",
                table: "observation",
                columns: new[] { "value_quantity_value", "value_quantity_code", "value_quantity_system", "value_quantity_unit", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_observation_string_part_folded_owner",
                table: "observation_string",
                columns: new[] { "part", "folded", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_observation_token_part_code_system_owner",
                table: "observation_token",
                columns: new[] { "part", "code", "system", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_organization_updated_id",
                table: "organization",
                columns: new[] { "updated", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_organization_string_part_folded_owner",
                table: "organization_string",
                columns: new[] { "part", "folded", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_organization_token_part_code_system_owner",
                table: "organization_token",
                columns: new[] { "part", "code", "system", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_patient_birthdate_low_birthdate_high_id",
                table: "patient",
                columns: new[] { "birthdate_low", "birthdate_high", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_patient_death_date_low_death_date_high_id",
                table: "patient",
                columns: new[] { "death_date_low", "death_date_high", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_patient_member_id",
                table: "patient",
                columns: new[] { "member", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_patient_updated_id",
                table: "patient",
                columns: new[] { "updated", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_patient_string_part_folded_owner",
                table: "patient_string",
                columns: new[] { "part", "folded", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_patient_token_part_code_system_owner",
                table: "patient_token",
                columns: new[] { "part", "code", "system", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_practitioner_updated_id",
                table: "practitioner",
                columns: new[] { "updated", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_practitioner_string_part_folded_owner",
                table: "practitioner_string",
                columns: new[] { "part", "folded", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_practitioner_token_part_code_system_owner",
                table: "practitioner_token",
                columns: new[] { "part", "code", "system", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_practitionerrole_date_low_date_high_id",
                table: "practitionerrole",
                columns: new[] { "date_low", "date_high", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_practitionerrole_updated_id",
                table: "practitionerrole",
                columns: new[] { "updated", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_practitionerrole_string_part_folded_owner",
                table: "practitionerrole_string",
                columns: new[] { "part", "folded", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_practitionerrole_token_part_code_system_owner",
                table: "practitionerrole_token",
                columns: new[] { "part", "code", "system", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_refs_target_id_part_owner_type_owner",
                table: "refs",
                columns: new[] { "target_id", "part", "owner_type", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_refs_url_part_owner_type_owner",
                table: "refs",
                columns: new[] { "url", "part", "owner_type", "owner" },
                filter: "url IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_relatedperson_birthdate_low_birthdate_high_id",
                table: "relatedperson",
                columns: new[] { "birthdate_low", "birthdate_high", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_relatedperson_member_id",
                table: "relatedperson",
                columns: new[] { "member", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_relatedperson_updated_id",
                table: "relatedperson",
                columns: new[] { "updated", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_relatedperson_string_part_folded_owner",
                table: "relatedperson_string",
                columns: new[] { "part", "folded", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_relatedperson_token_part_code_system_owner",
                table: "relatedperson_token",
                columns: new[] { "part", "code", "system", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_resources_member_type_id",
                table: "resources",
                columns: new[] { "member", "type", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_resources_type_updated_id",
                table: "resources",
                columns: new[] { "type", "updated", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_versions_type_updated_id",
                table: "versions",
                columns: new[] { "type", "updated", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "attributions");

            migrationBuilder.DropTable(
                name: "audit");

            migrationBuilder.DropTable(
                name: "business_keys");

            migrationBuilder.DropTable(
                name: "changes");

            migrationBuilder.DropTable(
                name: "coverage");

            migrationBuilder.DropTable(
                name: "coverage_string");

            migrationBuilder.DropTable(
                name: "coverage_token");

            migrationBuilder.DropTable(
                name: "location");

            migrationBuilder.DropTable(
                name: "location_string");

            migrationBuilder.DropTable(
                name: "location_token");

            migrationBuilder.DropTable(
                name: "observation");

            migrationBuilder.DropTable(
                name: "observation_string");

            migrationBuilder.DropTable(
                name: "observation_token");

            migrationBuilder.DropTable(
                name: "organization");

            migrationBuilder.DropTable(
                name: "organization_string");

            migrationBuilder.DropTable(
                name: "organization_token");

            migrationBuilder.DropTable(
                name: "page_keys");

            migrationBuilder.DropTable(
                name: "patient");

            migrationBuilder.DropTable(
                name: "patient_string");

            migrationBuilder.DropTable(
                name: "patient_token");

            migrationBuilder.DropTable(
                name: "practitioner");

            migrationBuilder.DropTable(
                name: "practitioner_string");

            migrationBuilder.DropTable(
                name: "practitioner_token");

            migrationBuilder.DropTable(
                name: "practitionerrole");

            migrationBuilder.DropTable(
                name: "practitionerrole_string");

            migrationBuilder.DropTable(
                name: "practitionerrole_token");

            migrationBuilder.DropTable(
                name: "refs");

            migrationBuilder.DropTable(
                name: "relatedperson");

            migrationBuilder.DropTable(
                name: "relatedperson_string");

            migrationBuilder.DropTable(
                name: "relatedperson_token");

            migrationBuilder.DropTable(
                name: "resources");

            migrationBuilder.DropTable(
                name: "versions");
        }
    }
}
