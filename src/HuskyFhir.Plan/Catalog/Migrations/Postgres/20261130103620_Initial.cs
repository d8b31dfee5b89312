using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HuskyFhir.Plan.Catalog.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "appointments",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    agent = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_appointments", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "assignments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    high = table.Column<long>(type: "bigint", nullable: false),
                    low = table.Column<long>(type: "bigint", nullable: false),
                    member = table.Column<Guid>(type: "uuid", nullable: false),
                    role = table.Column<Guid>(type: "uuid", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_assignments", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "async_jobs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    client = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    finished = table.Column<long>(type: "bigint", nullable: true),
                    input = table.Column<byte[]>(type: "bytea", nullable: false),
                    lease = table.Column<long>(type: "bigint", nullable: false),
                    made = table.Column<long>(type: "bigint", nullable: false),
                    operation = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    organization = table.Column<Guid>(type: "uuid", nullable: true),
                    output = table.Column<byte[]>(type: "bytea", nullable: true),
                    request = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_async_jobs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "attributions",
                columns: table => new
                {
                    organization = table.Column<Guid>(type: "uuid", nullable: false),
                    member = table.Column<Guid>(type: "uuid", nullable: false),
                    basis = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    since = table.Column<long>(type: "bigint", nullable: false),
                    until = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_attributions", x => new { x.organization, x.member, x.basis, x.since });
                });

            migrationBuilder.CreateTable(
                name: "audit",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    action = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    chain = table.Column<Guid>(type: "uuid", nullable: true),
                    client = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    detail = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    member = table.Column<Guid>(type: "uuid", nullable: true),
                    outcome = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    purpose = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    reason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    request = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    resource = table.Column<Guid>(type: "uuid", nullable: true),
                    seen = table.Column<byte[]>(type: "bytea", nullable: true),
                    seq = table.Column<long>(type: "bigint", nullable: true),
                    type = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    version = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "audit_cursor",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    upto = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_cursor", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "audit_heads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    chain = table.Column<Guid>(type: "uuid", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    last = table.Column<Guid>(type: "uuid", nullable: false),
                    seq = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_heads", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "audit_members",
                columns: table => new
                {
                    member = table.Column<Guid>(type: "uuid", nullable: false),
                    entry = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_members", x => new { x.member, x.entry });
                });

            migrationBuilder.CreateTable(
                name: "authors",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    client = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    organization = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_authors", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "binary_row",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    member = table.Column<Guid>(type: "uuid", nullable: true),
                    restricted = table.Column<long>(type: "bigint", nullable: false),
                    updated = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_binary_row", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "binary_row_string",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    folded = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    value = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_binary_row_string", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "binary_row_token",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    system = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_binary_row_token", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "business_keys",
                columns: table => new
                {
                    type = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    system = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    value = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_business_keys", x => new { x.type, x.system, x.value });
                });

            migrationBuilder.CreateTable(
                name: "careteam",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    date_high = table.Column<long>(type: "bigint", nullable: true),
                    date_low = table.Column<long>(type: "bigint", nullable: true),
                    member = table.Column<Guid>(type: "uuid", nullable: true),
                    restricted = table.Column<long>(type: "bigint", nullable: false),
                    status_code = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    status_system = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    updated = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_careteam", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "careteam_string",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    folded = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    value = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_careteam_string", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "careteam_token",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    system = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_careteam_token", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "change_states",
                columns: table => new
                {
                    change = table.Column<Guid>(type: "uuid", nullable: false),
                    partner = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    member = table.Column<Guid>(type: "uuid", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    run = table.Column<Guid>(type: "uuid", nullable: true),
                    state = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_change_states", x => new { x.change, x.partner });
                });

            migrationBuilder.CreateTable(
                name: "changes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    client = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    member = table.Column<Guid>(type: "uuid", nullable: true),
                    resource = table.Column<Guid>(type: "uuid", nullable: false),
                    type = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_changes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "claim",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    created_high = table.Column<long>(type: "bigint", nullable: true),
                    created_low = table.Column<long>(type: "bigint", nullable: true),
                    due_high = table.Column<long>(type: "bigint", nullable: true),
                    due_low = table.Column<long>(type: "bigint", nullable: true),
                    member = table.Column<Guid>(type: "uuid", nullable: true),
                    restricted = table.Column<long>(type: "bigint", nullable: false),
                    status_code = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    status_system = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    updated = table.Column<long>(type: "bigint", nullable: false),
                    use_code = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    use_system = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_claim", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "claim_string",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    folded = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    value = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_claim_string", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "claim_token",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    system = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_claim_token", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "claimresponse",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    action_kind_code = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    action_kind_system = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    created_high = table.Column<long>(type: "bigint", nullable: true),
                    created_low = table.Column<long>(type: "bigint", nullable: true),
                    member = table.Column<Guid>(type: "uuid", nullable: true),
                    notice_date_high = table.Column<long>(type: "bigint", nullable: true),
                    notice_date_low = table.Column<long>(type: "bigint", nullable: true),
                    outcome_code = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    outcome_system = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    payment_date_high = table.Column<long>(type: "bigint", nullable: true),
                    payment_date_low = table.Column<long>(type: "bigint", nullable: true),
                    restricted = table.Column<long>(type: "bigint", nullable: false),
                    status_code = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    status_system = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    updated = table.Column<long>(type: "bigint", nullable: false),
                    use_code = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    use_system = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_claimresponse", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "claimresponse_string",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    folded = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    value = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_claimresponse_string", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "claimresponse_token",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    system = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_claimresponse_token", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "client_keys",
                columns: table => new
                {
                    client = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    kid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    added = table.Column<long>(type: "bigint", nullable: false),
                    jwk = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    until = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_client_keys", x => new { x.client, x.kid });
                });

            migrationBuilder.CreateTable(
                name: "clients",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    changed = table.Column<long>(type: "bigint", nullable: false),
                    disabled = table.Column<long>(type: "bigint", nullable: false),
                    keys_url = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    made = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    npi = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    purposes = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    scopes = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_clients", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "communication",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    member = table.Column<Guid>(type: "uuid", nullable: true),
                    received_high = table.Column<long>(type: "bigint", nullable: true),
                    received_low = table.Column<long>(type: "bigint", nullable: true),
                    restricted = table.Column<long>(type: "bigint", nullable: false),
                    sent_high = table.Column<long>(type: "bigint", nullable: true),
                    sent_low = table.Column<long>(type: "bigint", nullable: true),
                    status_code = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    status_system = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    updated = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_communication", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "communication_string",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    folded = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    value = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_communication_string", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "communication_token",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    system = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_communication_token", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "consent",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    date_high = table.Column<long>(type: "bigint", nullable: true),
                    date_low = table.Column<long>(type: "bigint", nullable: true),
                    member = table.Column<Guid>(type: "uuid", nullable: true),
                    period_high = table.Column<long>(type: "bigint", nullable: true),
                    period_low = table.Column<long>(type: "bigint", nullable: true),
                    restricted = table.Column<long>(type: "bigint", nullable: false),
                    status_code = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    status_system = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    updated = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_consent", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "consent_string",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    folded = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    value = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_consent_string", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "consent_terms",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    actor = table.Column<Guid>(type: "uuid", nullable: false),
                    category = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    labels = table.Column<long>(type: "bigint", nullable: false),
                    member = table.Column<Guid>(type: "uuid", nullable: false),
                    permits = table.Column<long>(type: "bigint", nullable: false),
                    purpose = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    since = table.Column<long>(type: "bigint", nullable: false),
                    type = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    until = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_consent_terms", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "consent_token",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    system = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_consent_token", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "content_versions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    digest = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    size = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_content_versions", x => new { x.id, x.version });
                });

            migrationBuilder.CreateTable(
                name: "contents",
                columns: table => new
                {
                    digest = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    bytes = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_contents", x => new { x.digest, x.n });
                });

            migrationBuilder.CreateTable(
                name: "coverage",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    member = table.Column<Guid>(type: "uuid", nullable: true),
                    period_high = table.Column<long>(type: "bigint", nullable: true),
                    period_low = table.Column<long>(type: "bigint", nullable: true),
                    restricted = table.Column<long>(type: "bigint", nullable: false),
                    status_code = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    status_system = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    updated = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_coverage", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "coverage_string",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    folded = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    value = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_coverage_string", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "coverage_token",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    system = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_coverage_token", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "documentreference",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    date_high = table.Column<long>(type: "bigint", nullable: true),
                    date_low = table.Column<long>(type: "bigint", nullable: true),
                    member = table.Column<Guid>(type: "uuid", nullable: true),
                    period_high = table.Column<long>(type: "bigint", nullable: true),
                    period_low = table.Column<long>(type: "bigint", nullable: true),
                    restricted = table.Column<long>(type: "bigint", nullable: false),
                    status_code = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    status_system = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    updated = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_documentreference", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "documentreference_string",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    folded = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    value = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_documentreference_string", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "documentreference_token",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    system = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_documentreference_token", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "enrolment_files",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    answer = table.Column<long>(type: "bigint", nullable: true),
                    bytes = table.Column<long>(type: "bigint", nullable: false),
                    complete = table.Column<long>(type: "bigint", nullable: false),
                    fence = table.Column<long>(type: "bigint", nullable: false),
                    finished = table.Column<long>(type: "bigint", nullable: true),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    partner = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    reason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    sha256 = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    started = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    taken = table.Column<long>(type: "bigint", nullable: false),
                    touched = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_enrolment_files", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "enrolment_interchanges",
                columns: table => new
                {
                    partner = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    sender = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    number = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    file = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_enrolment_interchanges", x => new { x.partner, x.sender, x.number });
                });

            migrationBuilder.CreateTable(
                name: "enrolment_numbers",
                columns: table => new
                {
                    partner = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    last = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_enrolment_numbers", x => x.partner);
                });

            migrationBuilder.CreateTable(
                name: "enrolment_outcomes",
                columns: table => new
                {
                    file = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    member = table.Column<Guid>(type: "uuid", nullable: true),
                    outcome = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    place = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    reason = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_enrolment_outcomes", x => new { x.file, x.n });
                });

            migrationBuilder.CreateTable(
                name: "exchange_answers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    partner = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    reason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    removed = table.Column<long>(type: "bigint", nullable: true),
                    run = table.Column<Guid>(type: "uuid", nullable: true),
                    sha256 = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    state = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_exchange_answers", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "exchange_lanes",
                columns: table => new
                {
                    partner = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    fence = table.Column<long>(type: "bigint", nullable: false),
                    holder = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    until = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_exchange_lanes", x => x.partner);
                });

            migrationBuilder.CreateTable(
                name: "exchange_places",
                columns: table => new
                {
                    run = table.Column<Guid>(type: "uuid", nullable: false),
                    places = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_exchange_places", x => x.run);
                });

            migrationBuilder.CreateTable(
                name: "exchange_runs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    acknowledged = table.Column<long>(type: "bigint", nullable: false),
                    again = table.Column<long>(type: "bigint", nullable: false),
                    alarm = table.Column<long>(type: "bigint", nullable: false),
                    aside = table.Column<long>(type: "bigint", nullable: false),
                    beside = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    bytes = table.Column<long>(type: "bigint", nullable: false),
                    changes = table.Column<long>(type: "bigint", nullable: false),
                    closed = table.Column<long>(type: "bigint", nullable: true),
                    file = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    members = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    opened = table.Column<long>(type: "bigint", nullable: false),
                    outcome = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    partner = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    period = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    problem = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    receipt = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    rejected = table.Column<long>(type: "bigint", nullable: false),
                    report = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    sent = table.Column<long>(type: "bigint", nullable: true),
                    sha256 = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    state = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_exchange_runs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "fact_conflicts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    digest = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    fact = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    member = table.Column<Guid>(type: "uuid", nullable: true),
                    offered = table.Column<byte[]>(type: "bytea", nullable: false),
                    opened = table.Column<long>(type: "bigint", nullable: false),
                    origin = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    reason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    resource = table.Column<Guid>(type: "uuid", nullable: false),
                    says = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    settled = table.Column<long>(type: "bigint", nullable: true),
                    settled_by = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    stands = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    state = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    type = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_fact_conflicts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "group_row",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    actual_code = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    actual_system = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    member = table.Column<Guid>(type: "uuid", nullable: true),
                    restricted = table.Column<long>(type: "bigint", nullable: false),
                    type_code = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    type_system = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    updated = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_group_row", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "group_row_string",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    folded = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    value = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_group_row_string", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "group_row_token",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    system = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_group_row_token", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "letters",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    about = table.Column<Guid>(type: "uuid", nullable: true),
                    document = table.Column<Guid>(type: "uuid", nullable: true),
                    mailed = table.Column<long>(type: "bigint", nullable: true),
                    member = table.Column<Guid>(type: "uuid", nullable: true),
                    state = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    step = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_letters", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "location",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    member = table.Column<Guid>(type: "uuid", nullable: true),
                    restricted = table.Column<long>(type: "bigint", nullable: false),
                    status_code = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    status_system = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    updated = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_location", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "location_string",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    folded = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    value = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_location_string", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "location_token",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    system = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_location_token", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "observation",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    date_high = table.Column<long>(type: "bigint", nullable: true),
                    date_low = table.Column<long>(type: "bigint", nullable: true),
                    member = table.Column<Guid>(type: "uuid", nullable: true),
                    restricted = table.Column<long>(type: "bigint", nullable: false),
                    status_code = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    status_system = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    updated = table.Column<long>(type: "bigint", nullable: false),
                    value_quantity_code = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    value_quantity_system = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    value_quantity_unit = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    value_quantity_value = table.Column<double>(type: "double precision", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_observation", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "observation_string",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    folded = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    value = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_observation_string", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "observation_token",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    system = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_observation_token", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "operator_notices",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    about = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    partner = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    problem = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    sent = table.Column<long>(type: "bigint", nullable: true),
                    text = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    tries = table.Column<long>(type: "bigint", nullable: false),
                    until = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_operator_notices", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "organization",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    active_code = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    active_system = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    member = table.Column<Guid>(type: "uuid", nullable: true),
                    restricted = table.Column<long>(type: "bigint", nullable: false),
                    updated = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_organization", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "organization_string",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    folded = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    value = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_organization_string", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "organization_token",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    system = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_organization_token", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "page_keys",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    made = table.Column<long>(type: "bigint", nullable: false),
                    secret = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_page_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "panels",
                columns: table => new
                {
                    role = table.Column<Guid>(type: "uuid", nullable: false),
                    accepts = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    most = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_panels", x => x.role);
                });

            migrationBuilder.CreateTable(
                name: "patient",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    active_code = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    active_system = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    birthdate_high = table.Column<long>(type: "bigint", nullable: true),
                    birthdate_low = table.Column<long>(type: "bigint", nullable: true),
                    death_date_high = table.Column<long>(type: "bigint", nullable: true),
                    death_date_low = table.Column<long>(type: "bigint", nullable: true),
                    deceased_code = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    deceased_system = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    gender_code = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    gender_system = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    member = table.Column<Guid>(type: "uuid", nullable: true),
                    restricted = table.Column<long>(type: "bigint", nullable: false),
                    updated = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_patient", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "patient_string",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    folded = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    value = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_patient_string", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "patient_token",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    system = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_patient_token", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "practitioner",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    active_code = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    active_system = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    gender_code = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    gender_system = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    member = table.Column<Guid>(type: "uuid", nullable: true),
                    restricted = table.Column<long>(type: "bigint", nullable: false),
                    updated = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_practitioner", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "practitioner_string",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    folded = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    value = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_practitioner_string", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "practitioner_token",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    system = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_practitioner_token", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "practitionerrole",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    active_code = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    active_system = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    date_high = table.Column<long>(type: "bigint", nullable: true),
                    date_low = table.Column<long>(type: "bigint", nullable: true),
                    member = table.Column<Guid>(type: "uuid", nullable: true),
                    restricted = table.Column<long>(type: "bigint", nullable: false),
                    updated = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_practitionerrole", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "practitionerrole_string",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    folded = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    value = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_practitionerrole_string", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "practitionerrole_token",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    system = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_practitionerrole_token", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "provenance",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    member = table.Column<Guid>(type: "uuid", nullable: true),
                    recorded_high = table.Column<long>(type: "bigint", nullable: true),
                    recorded_low = table.Column<long>(type: "bigint", nullable: true),
                    restricted = table.Column<long>(type: "bigint", nullable: false),
                    updated = table.Column<long>(type: "bigint", nullable: false),
                    when_high = table.Column<long>(type: "bigint", nullable: true),
                    when_low = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_provenance", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "provenance_string",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    folded = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    value = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_provenance_string", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "provenance_token",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    system = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_provenance_token", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "reconciliation_lines",
                columns: table => new
                {
                    reconciliation = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    client_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    field = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    member = table.Column<Guid>(type: "uuid", nullable: true),
                    ours = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    settled = table.Column<long>(type: "bigint", nullable: true),
                    settled_as = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    settled_by = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    since = table.Column<long>(type: "bigint", nullable: true),
                    source = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    standing = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    theirs = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reconciliation_lines", x => new { x.reconciliation, x.n });
                });

            migrationBuilder.CreateTable(
                name: "reconciliations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    differing = table.Column<long>(type: "bigint", nullable: false),
                    equal = table.Column<long>(type: "bigint", nullable: false),
                    file = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    missing = table.Column<long>(type: "bigint", nullable: false),
                    ours = table.Column<long>(type: "bigint", nullable: false),
                    partner = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    remark = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    sha256 = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    theirs = table.Column<long>(type: "bigint", nullable: false),
                    unknown = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reconciliations", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "refs",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    owner_type = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    target_id = table.Column<Guid>(type: "uuid", nullable: true),
                    target_type = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    url = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_refs", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "relatedperson",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    active_code = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    active_system = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    birthdate_high = table.Column<long>(type: "bigint", nullable: true),
                    birthdate_low = table.Column<long>(type: "bigint", nullable: true),
                    gender_code = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    gender_system = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    member = table.Column<Guid>(type: "uuid", nullable: true),
                    restricted = table.Column<long>(type: "bigint", nullable: false),
                    updated = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_relatedperson", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "relatedperson_string",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    folded = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    value = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_relatedperson_string", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "relatedperson_token",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    system = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_relatedperson_token", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "reportable_changes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    after = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    before = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    client = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    due = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    effective = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    exchange_due = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    known = table.Column<long>(type: "bigint", nullable: false),
                    member = table.Column<Guid>(type: "uuid", nullable: false),
                    reporter = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    resource = table.Column<Guid>(type: "uuid", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    type = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reportable_changes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "request_states",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    business = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    due = table.Column<long>(type: "bigint", nullable: true),
                    ended = table.Column<long>(type: "bigint", nullable: true),
                    filed_by = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    focus = table.Column<Guid>(type: "uuid", nullable: true),
                    is_open = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    member = table.Column<Guid>(type: "uuid", nullable: false),
                    programme = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    reason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    received = table.Column<long>(type: "bigint", nullable: true),
                    status = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_request_states", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "request_steps",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    step = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_request_steps", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "resources",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    body = table.Column<byte[]>(type: "bytea", nullable: true),
                    deleted = table.Column<long>(type: "bigint", nullable: false),
                    member = table.Column<Guid>(type: "uuid", nullable: true),
                    restricted = table.Column<long>(type: "bigint", nullable: false),
                    source = table.Column<long>(type: "bigint", nullable: false),
                    type = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    updated = table.Column<long>(type: "bigint", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_resources", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "signing_keys",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    active = table.Column<long>(type: "bigint", nullable: false),
                    made = table.Column<long>(type: "bigint", nullable: false),
                    secret = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_signing_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "spouse_ends",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_spouse_ends", x => x.owner);
                });

            migrationBuilder.CreateTable(
                name: "task",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    authored_on_high = table.Column<long>(type: "bigint", nullable: true),
                    authored_on_low = table.Column<long>(type: "bigint", nullable: true),
                    due_high = table.Column<long>(type: "bigint", nullable: true),
                    due_low = table.Column<long>(type: "bigint", nullable: true),
                    intent_code = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    intent_system = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    member = table.Column<Guid>(type: "uuid", nullable: true),
                    modified_high = table.Column<long>(type: "bigint", nullable: true),
                    modified_low = table.Column<long>(type: "bigint", nullable: true),
                    period_high = table.Column<long>(type: "bigint", nullable: true),
                    period_low = table.Column<long>(type: "bigint", nullable: true),
                    priority_code = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    priority_system = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    restricted = table.Column<long>(type: "bigint", nullable: false),
                    status_code = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    status_system = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    updated = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_task", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "task_string",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    folded = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    value = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_task_string", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "task_token",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    system = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_task_token", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "ties",
                columns: table => new
                {
                    thing = table.Column<Guid>(type: "uuid", nullable: false),
                    other = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ties", x => new { x.thing, x.other });
                });

            migrationBuilder.CreateTable(
                name: "used_assertions",
                columns: table => new
                {
                    client = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    jti = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    until = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_used_assertions", x => new { x.client, x.jti });
                });

            migrationBuilder.CreateTable(
                name: "versions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    body = table.Column<byte[]>(type: "bytea", nullable: true),
                    deleted = table.Column<long>(type: "bigint", nullable: false),
                    member = table.Column<Guid>(type: "uuid", nullable: true),
                    restricted = table.Column<long>(type: "bigint", nullable: false),
                    source = table.Column<long>(type: "bigint", nullable: false),
                    type = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    updated = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_versions", x => new { x.id, x.version });
                });

            migrationBuilder.CreateIndex(
                name: "ix_appointments_agent_owner",
                table: "appointments",
                columns: new[] { "agent", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_assignments_member",
                table: "assignments",
                column: "member",
                unique: true,
                filter: "status = 'active'");

            migrationBuilder.CreateIndex(
                name: "ix_assignments_member_low",
                table: "assignments",
                columns: new[] { "member", "low" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_assignments_role_status_member",
                table: "assignments",
                columns: new[] { "role", "status", "member" });

            migrationBuilder.CreateIndex(
                name: "ix_assignments_status_high",
                table: "assignments",
                columns: new[] { "status", "high" });

            migrationBuilder.CreateIndex(
                name: "ix_assignments_status_low",
                table: "assignments",
                columns: new[] { "status", "low" });

            migrationBuilder.CreateIndex(
                name: "ix_async_jobs_made",
                table: "async_jobs",
                column: "made");

            migrationBuilder.CreateIndex(
                name: "ix_attributions_member_organization",
                table: "attributions",
                columns: new[] { "member", "organization" });

            migrationBuilder.CreateIndex(
                name: "ix_attributions_organization_until_since_member",
                table: "attributions",
                columns: new[] { "organization", "until", "since", "member" });

            migrationBuilder.CreateIndex(
                name: "ix_binary_row_member_id",
                table: "binary_row",
                columns: new[] { "member", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_binary_row_updated_id",
                table: "binary_row",
                columns: new[] { "updated", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_binary_row_string_part_folded_owner",
                table: "binary_row_string",
                columns: new[] { "part", "folded", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_binary_row_token_part_code_owner_system",
                table: "binary_row_token",
                columns: new[] { "part", "code", "owner", "system" });

            migrationBuilder.CreateIndex(
                name: "ix_business_keys_id",
                table: "business_keys",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_careteam_date_low_date_high_id",
                table: "careteam",
                columns: new[] { "date_low", "date_high", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_careteam_member_id",
                table: "careteam",
                columns: new[] { "member", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_careteam_updated_id",
                table: "careteam",
                columns: new[] { "updated", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_careteam_string_part_folded_owner",
                table: "careteam_string",
                columns: new[] { "part", "folded", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_careteam_token_part_code_owner_system",
                table: "careteam_token",
                columns: new[] { "part", "code", "owner", "system" });

            migrationBuilder.CreateIndex(
                name: "ix_change_states_member_partner",
                table: "change_states",
                columns: new[] { "member", "partner" });

            migrationBuilder.CreateIndex(
                name: "ix_change_states_partner_change",
                table: "change_states",
                columns: new[] { "partner", "change" },
                filter: "state = 'pending'");

            migrationBuilder.CreateIndex(
                name: "ix_change_states_partner_member",
                table: "change_states",
                columns: new[] { "partner", "member" },
                filter: "state IN ('rejected', 'set-aside')");

            migrationBuilder.CreateIndex(
                name: "ix_change_states_partner_run_member_change",
                table: "change_states",
                columns: new[] { "partner", "run", "member", "change" },
                filter: "run IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_changes_member_at",
                table: "changes",
                columns: new[] { "member", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_claim_created_low_created_high_id",
                table: "claim",
                columns: new[] { "created_low", "created_high", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_claim_due_low_due_high_id",
                table: "claim",
                columns: new[] { "due_low", "due_high", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_claim_member_id",
                table: "claim",
                columns: new[] { "member", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_claim_updated_id",
                table: "claim",
                columns: new[] { "updated", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_claim_string_part_folded_owner",
                table: "claim_string",
                columns: new[] { "part", "folded", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_claim_token_part_code_owner_system",
                table: "claim_token",
                columns: new[] { "part", "code", "owner", "system" });

            migrationBuilder.CreateIndex(
                name: "ix_claimresponse_created_low_created_high_id",
                table: "claimresponse",
                columns: new[] { "created_low", "created_high", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_claimresponse_member_id",
                table: "claimresponse",
                columns: new[] { "member", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_claimresponse_notice_date_low_notice_date_high_id",
                table: "claimresponse",
                columns: new[] { "notice_date_low", "notice_date_high", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_claimresponse_payment_date_low_payment_date_high_id",
                table: "claimresponse",
                columns: new[] { "payment_date_low", "payment_date_high", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_claimresponse_updated_id",
                table: "claimresponse",
                columns: new[] { "updated", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_claimresponse_string_part_folded_owner",
                table: "claimresponse_string",
                columns: new[] { "part", "folded", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_claimresponse_token_part_code_owner_system",
                table: "claimresponse_token",
                columns: new[] { "part", "code", "owner", "system" });

            migrationBuilder.CreateIndex(
                name: "ix_communication_member_id",
                table: "communication",
                columns: new[] { "member", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_communication_received_low_received_high_id",
                table: "communication",
                columns: new[] { "received_low", "received_high", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_communication_sent_low_sent_high_id",
                table: "communication",
                columns: new[] { "sent_low", "sent_high", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_communication_updated_id",
                table: "communication",
                columns: new[] { "updated", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_communication_string_part_folded_owner",
                table: "communication_string",
                columns: new[] { "part", "folded", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_communication_token_part_code_owner_system",
                table: "communication_token",
                columns: new[] { "part", "code", "owner", "system" });

            migrationBuilder.CreateIndex(
                name: "ix_consent_date_low_date_high_id",
                table: "consent",
                columns: new[] { "date_low", "date_high", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_consent_member_id",
                table: "consent",
                columns: new[] { "member", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_consent_period_low_period_high_id",
                table: "consent",
                columns: new[] { "period_low", "period_high", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_consent_updated_id",
                table: "consent",
                columns: new[] { "updated", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_consent_string_part_folded_owner",
                table: "consent_string",
                columns: new[] { "part", "folded", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_consent_terms_member",
                table: "consent_terms",
                column: "member");

            migrationBuilder.CreateIndex(
                name: "ix_consent_terms_until_owner",
                table: "consent_terms",
                columns: new[] { "until", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_consent_token_part_code_owner_system",
                table: "consent_token",
                columns: new[] { "part", "code", "owner", "system" });

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
                name: "ix_coverage_token_part_code_owner_system",
                table: "coverage_token",
                columns: new[] { "part", "code", "owner", "system" });

            migrationBuilder.CreateIndex(
                name: "ix_documentreference_date_low_date_high_id",
                table: "documentreference",
                columns: new[] { "date_low", "date_high", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_documentreference_member_id",
                table: "documentreference",
                columns: new[] { "member", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_documentreference_period_low_period_high_id",
                table: "documentreference",
                columns: new[] { "period_low", "period_high", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_documentreference_updated_id",
                table: "documentreference",
                columns: new[] { "updated", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_documentreference_string_part_folded_owner",
                table: "documentreference_string",
                columns: new[] { "part", "folded", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_documentreference_token_part_code_owner_system",
                table: "documentreference_token",
                columns: new[] { "part", "code", "owner", "system" });

            migrationBuilder.CreateIndex(
                name: "ix_enrolment_files_partner_sha256",
                table: "enrolment_files",
                columns: new[] { "partner", "sha256" });

            migrationBuilder.CreateIndex(
                name: "ix_enrolment_files_partner_started",
                table: "enrolment_files",
                columns: new[] { "partner", "started" });

            migrationBuilder.CreateIndex(
                name: "ix_enrolment_interchanges_file",
                table: "enrolment_interchanges",
                column: "file");

            migrationBuilder.CreateIndex(
                name: "ix_enrolment_outcomes_file_member",
                table: "enrolment_outcomes",
                columns: new[] { "file", "member" });

            migrationBuilder.CreateIndex(
                name: "ix_enrolment_outcomes_file_outcome",
                table: "enrolment_outcomes",
                columns: new[] { "file", "outcome" });

            migrationBuilder.CreateIndex(
                name: "ix_exchange_answers_partner_at",
                table: "exchange_answers",
                columns: new[] { "partner", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_exchange_answers_partner_sha256",
                table: "exchange_answers",
                columns: new[] { "partner", "sha256" });

            migrationBuilder.CreateIndex(
                name: "ix_exchange_runs_partner",
                table: "exchange_runs",
                column: "partner",
                unique: true,
                filter: "state IN ('claimed', 'written')");

            migrationBuilder.CreateIndex(
                name: "ix_exchange_runs_partner_number",
                table: "exchange_runs",
                columns: new[] { "partner", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_exchange_runs_partner_period",
                table: "exchange_runs",
                columns: new[] { "partner", "period" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_exchange_runs_partner_state_number",
                table: "exchange_runs",
                columns: new[] { "partner", "state", "number" },
                filter: "state <> 'closed'");

            migrationBuilder.CreateIndex(
                name: "ix_fact_conflicts_member",
                table: "fact_conflicts",
                column: "member");

            migrationBuilder.CreateIndex(
                name: "ix_fact_conflicts_origin",
                table: "fact_conflicts",
                column: "origin");

            migrationBuilder.CreateIndex(
                name: "ix_fact_conflicts_resource_fact_digest",
                table: "fact_conflicts",
                columns: new[] { "resource", "fact", "digest" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_fact_conflicts_state_opened",
                table: "fact_conflicts",
                columns: new[] { "state", "opened" });

            migrationBuilder.CreateIndex(
                name: "ix_group_row_updated_id",
                table: "group_row",
                columns: new[] { "updated", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_group_row_string_part_folded_owner",
                table: "group_row_string",
                columns: new[] { "part", "folded", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_group_row_token_part_code_owner_system",
                table: "group_row_token",
                columns: new[] { "part", "code", "owner", "system" });

            migrationBuilder.CreateIndex(
                name: "ix_letters_about_step_owner",
                table: "letters",
                columns: new[] { "about", "step", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_letters_state_owner",
                table: "letters",
                columns: new[] { "state", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_location_updated_id",
                table: "location",
                columns: new[] { "updated", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_location_string_part_folded_owner",
                table: "location_string",
                columns: new[] { "part", "folded", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_location_token_part_code_owner_system",
                table: "location_token",
                columns: new[] { "part", "code", "owner", "system" });

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
                name: "ix_observation_token_part_code_owner_system",
                table: "observation_token",
                columns: new[] { "part", "code", "owner", "system" });

            migrationBuilder.CreateIndex(
                name: "ix_operator_notices_partner_about",
                table: "operator_notices",
                columns: new[] { "partner", "about" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_operator_notices_until",
                table: "operator_notices",
                column: "until",
                filter: "sent IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_organization_updated_id",
                table: "organization",
                columns: new[] { "updated", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_organization_string_part_folded_owner",
                table: "organization_string",
                columns: new[] { "part", "folded", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_organization_token_part_code_owner_system",
                table: "organization_token",
                columns: new[] { "part", "code", "owner", "system" });

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
                name: "ix_patient_token_part_code_owner_system",
                table: "patient_token",
                columns: new[] { "part", "code", "owner", "system" });

            migrationBuilder.CreateIndex(
                name: "ix_practitioner_updated_id",
                table: "practitioner",
                columns: new[] { "updated", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_practitioner_string_part_folded_owner",
                table: "practitioner_string",
                columns: new[] { "part", "folded", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_practitioner_token_part_code_owner_system",
                table: "practitioner_token",
                columns: new[] { "part", "code", "owner", "system" });

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
                name: "ix_practitionerrole_token_part_code_owner_system",
                table: "practitionerrole_token",
                columns: new[] { "part", "code", "owner", "system" });

            migrationBuilder.CreateIndex(
                name: "ix_provenance_member_id",
                table: "provenance",
                columns: new[] { "member", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_provenance_recorded_low_recorded_high_id",
                table: "provenance",
                columns: new[] { "recorded_low", "recorded_high", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_provenance_updated_id",
                table: "provenance",
                columns: new[] { "updated", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_provenance_when_low_when_high_id",
                table: "provenance",
                columns: new[] { "when_low", "when_high", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_provenance_string_part_folded_owner",
                table: "provenance_string",
                columns: new[] { "part", "folded", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_provenance_token_part_code_owner_system",
                table: "provenance_token",
                columns: new[] { "part", "code", "owner", "system" });

            migrationBuilder.CreateIndex(
                name: "ix_reconciliation_lines_member",
                table: "reconciliation_lines",
                column: "member");

            migrationBuilder.CreateIndex(
                name: "ix_reconciliations_partner_at",
                table: "reconciliations",
                columns: new[] { "partner", "at" });

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
                name: "ix_relatedperson_token_part_code_owner_system",
                table: "relatedperson_token",
                columns: new[] { "part", "code", "owner", "system" });

            migrationBuilder.CreateIndex(
                name: "ix_reportable_changes_member_id",
                table: "reportable_changes",
                columns: new[] { "member", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_request_states_ended",
                table: "request_states",
                column: "ended");

            migrationBuilder.CreateIndex(
                name: "ix_request_states_is_open_due_id",
                table: "request_states",
                columns: new[] { "is_open", "due", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_request_states_kind_business_id",
                table: "request_states",
                columns: new[] { "kind", "business", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_request_states_member_kind",
                table: "request_states",
                columns: new[] { "member", "kind" });

            migrationBuilder.CreateIndex(
                name: "ix_request_states_received",
                table: "request_states",
                column: "received");

            migrationBuilder.CreateIndex(
                name: "ix_request_steps_step_kind_at_owner",
                table: "request_steps",
                columns: new[] { "step", "kind", "at", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_resources_member_type_id",
                table: "resources",
                columns: new[] { "member", "type", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_resources_type_updated_id",
                table: "resources",
                columns: new[] { "type", "updated", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_spouse_ends_at_owner",
                table: "spouse_ends",
                columns: new[] { "at", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_task_authored_on_low_authored_on_high_id",
                table: "task",
                columns: new[] { "authored_on_low", "authored_on_high", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_task_due_low_due_high_id",
                table: "task",
                columns: new[] { "due_low", "due_high", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_task_due_low_id",
                table: "task",
                columns: new[] { "due_low", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_task_member_id",
                table: "task",
                columns: new[] { "member", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_task_modified_low_modified_high_id",
                table: "task",
                columns: new[] { "modified_low", "modified_high", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_task_period_low_period_high_id",
                table: "task",
                columns: new[] { "period_low", "period_high", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_task_status_code_due_low_id",
                table: "task",
                columns: new[] { "status_code", "due_low", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_task_updated_id",
                table: "task",
                columns: new[] { "updated", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_task_string_part_folded_owner",
                table: "task_string",
                columns: new[] { "part", "folded", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_task_token_part_code_owner_system",
                table: "task_token",
                columns: new[] { "part", "code", "owner", "system" });

            migrationBuilder.CreateIndex(
                name: "ix_ties_other_thing",
                table: "ties",
                columns: new[] { "other", "thing" });

            migrationBuilder.CreateIndex(
                name: "ix_used_assertions_until",
                table: "used_assertions",
                column: "until");

            migrationBuilder.CreateIndex(
                name: "ix_versions_type_updated_id",
                table: "versions",
                columns: new[] { "type", "updated", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "appointments");

            migrationBuilder.DropTable(
                name: "assignments");

            migrationBuilder.DropTable(
                name: "async_jobs");

            migrationBuilder.DropTable(
                name: "attributions");

            migrationBuilder.DropTable(
                name: "audit");

            migrationBuilder.DropTable(
                name: "audit_cursor");

            migrationBuilder.DropTable(
                name: "audit_heads");

            migrationBuilder.DropTable(
                name: "audit_members");

            migrationBuilder.DropTable(
                name: "authors");

            migrationBuilder.DropTable(
                name: "binary_row");

            migrationBuilder.DropTable(
                name: "binary_row_string");

            migrationBuilder.DropTable(
                name: "binary_row_token");

            migrationBuilder.DropTable(
                name: "business_keys");

            migrationBuilder.DropTable(
                name: "careteam");

            migrationBuilder.DropTable(
                name: "careteam_string");

            migrationBuilder.DropTable(
                name: "careteam_token");

            migrationBuilder.DropTable(
                name: "change_states");

            migrationBuilder.DropTable(
                name: "changes");

            migrationBuilder.DropTable(
                name: "claim");

            migrationBuilder.DropTable(
                name: "claim_string");

            migrationBuilder.DropTable(
                name: "claim_token");

            migrationBuilder.DropTable(
                name: "claimresponse");

            migrationBuilder.DropTable(
                name: "claimresponse_string");

            migrationBuilder.DropTable(
                name: "claimresponse_token");

            migrationBuilder.DropTable(
                name: "client_keys");

            migrationBuilder.DropTable(
                name: "clients");

            migrationBuilder.DropTable(
                name: "communication");

            migrationBuilder.DropTable(
                name: "communication_string");

            migrationBuilder.DropTable(
                name: "communication_token");

            migrationBuilder.DropTable(
                name: "consent");

            migrationBuilder.DropTable(
                name: "consent_string");

            migrationBuilder.DropTable(
                name: "consent_terms");

            migrationBuilder.DropTable(
                name: "consent_token");

            migrationBuilder.DropTable(
                name: "content_versions");

            migrationBuilder.DropTable(
                name: "contents");

            migrationBuilder.DropTable(
                name: "coverage");

            migrationBuilder.DropTable(
                name: "coverage_string");

            migrationBuilder.DropTable(
                name: "coverage_token");

            migrationBuilder.DropTable(
                name: "documentreference");

            migrationBuilder.DropTable(
                name: "documentreference_string");

            migrationBuilder.DropTable(
                name: "documentreference_token");

            migrationBuilder.DropTable(
                name: "enrolment_files");

            migrationBuilder.DropTable(
                name: "enrolment_interchanges");

            migrationBuilder.DropTable(
                name: "enrolment_numbers");

            migrationBuilder.DropTable(
                name: "enrolment_outcomes");

            migrationBuilder.DropTable(
                name: "exchange_answers");

            migrationBuilder.DropTable(
                name: "exchange_lanes");

            migrationBuilder.DropTable(
                name: "exchange_places");

            migrationBuilder.DropTable(
                name: "exchange_runs");

            migrationBuilder.DropTable(
                name: "fact_conflicts");

            migrationBuilder.DropTable(
                name: "group_row");

            migrationBuilder.DropTable(
                name: "group_row_string");

            migrationBuilder.DropTable(
                name: "group_row_token");

            migrationBuilder.DropTable(
                name: "letters");

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
                name: "operator_notices");

            migrationBuilder.DropTable(
                name: "organization");

            migrationBuilder.DropTable(
                name: "organization_string");

            migrationBuilder.DropTable(
                name: "organization_token");

            migrationBuilder.DropTable(
                name: "page_keys");

            migrationBuilder.DropTable(
                name: "panels");

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
                name: "provenance");

            migrationBuilder.DropTable(
                name: "provenance_string");

            migrationBuilder.DropTable(
                name: "provenance_token");

            migrationBuilder.DropTable(
                name: "reconciliation_lines");

            migrationBuilder.DropTable(
                name: "reconciliations");

            migrationBuilder.DropTable(
                name: "refs");

            migrationBuilder.DropTable(
                name: "relatedperson");

            migrationBuilder.DropTable(
                name: "relatedperson_string");

            migrationBuilder.DropTable(
                name: "relatedperson_token");

            migrationBuilder.DropTable(
                name: "reportable_changes");

            migrationBuilder.DropTable(
                name: "request_states");

            migrationBuilder.DropTable(
                name: "request_steps");

            migrationBuilder.DropTable(
                name: "resources");

            migrationBuilder.DropTable(
                name: "signing_keys");

            migrationBuilder.DropTable(
                name: "spouse_ends");

            migrationBuilder.DropTable(
                name: "task");

            migrationBuilder.DropTable(
                name: "task_string");

            migrationBuilder.DropTable(
                name: "task_token");

            migrationBuilder.DropTable(
                name: "ties");

            migrationBuilder.DropTable(
                name: "used_assertions");

            migrationBuilder.DropTable(
                name: "versions");
        }
    }
}
