using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HuskyFhir.Registry.Store.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Sweeps : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "appointments",
                columns: table => new
                {
                    owner = table.Column<byte[]>(type: "BLOB", nullable: false),
                    n = table.Column<long>(type: "INTEGER", nullable: false),
                    agent = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_appointments", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "communication",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    member = table.Column<byte[]>(type: "BLOB", nullable: true),
                    received_high = table.Column<long>(type: "INTEGER", nullable: true),
                    received_low = table.Column<long>(type: "INTEGER", nullable: true),
                    restricted = table.Column<long>(type: "INTEGER", nullable: false),
                    sent_high = table.Column<long>(type: "INTEGER", nullable: true),
                    sent_low = table.Column<long>(type: "INTEGER", nullable: true),
                    status_code = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    status_system = table.Column<string>(type: "TEXT", nullable: true, collation: "BINARY"),
                    updated = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_communication", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "communication_string",
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
                    table.PrimaryKey("pk_communication_string", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "communication_token",
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
                    table.PrimaryKey("pk_communication_token", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "request_steps",
                columns: table => new
                {
                    owner = table.Column<byte[]>(type: "BLOB", nullable: false),
                    n = table.Column<long>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY"),
                    step = table.Column<string>(type: "TEXT", nullable: false, collation: "BINARY")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_request_steps", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "spouse_ends",
                columns: table => new
                {
                    owner = table.Column<byte[]>(type: "BLOB", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_spouse_ends", x => x.owner);
                });

            migrationBuilder.CreateIndex(
                name: "ix_consent_terms_until_owner",
                table: "consent_terms",
                columns: new[] { "until", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_appointments_agent_owner",
                table: "appointments",
                columns: new[] { "agent", "owner" });

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
                name: "ix_request_steps_step_kind_at_owner",
                table: "request_steps",
                columns: new[] { "step", "kind", "at", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_spouse_ends_at_owner",
                table: "spouse_ends",
                columns: new[] { "at", "owner" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "appointments");

            migrationBuilder.DropTable(
                name: "communication");

            migrationBuilder.DropTable(
                name: "communication_string");

            migrationBuilder.DropTable(
                name: "communication_token");

            migrationBuilder.DropTable(
                name: "request_steps");

            migrationBuilder.DropTable(
                name: "spouse_ends");

            migrationBuilder.DropIndex(
                name: "ix_consent_terms_until_owner",
                table: "consent_terms");
        }
    }
}
