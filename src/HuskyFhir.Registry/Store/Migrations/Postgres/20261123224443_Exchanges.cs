using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HuskyFhir.Registry.Store.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Exchanges : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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

            migrationBuilder.CreateIndex(
                name: "ix_change_states_partner_member",
                table: "change_states",
                columns: new[] { "partner", "member" },
                filter: "state IN ('rejected', 'set-aside')");

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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "exchange_answers");

            migrationBuilder.DropTable(
                name: "exchange_lanes");

            migrationBuilder.DropTable(
                name: "exchange_places");

            migrationBuilder.DropTable(
                name: "exchange_runs");

            migrationBuilder.DropIndex(
                name: "ix_change_states_partner_member",
                table: "change_states");
        }
    }
}
